import {
  ConfigError,
  createFilter,
  everything,
  type Filter,
  type FilterChoices,
  type FsPath,
  filterLines,
  type Log,
  namingOrigin,
  type Opened,
  parseAge,
  parseListedPath,
  parsePartition,
  parseSize,
  type RuleText,
  rulesInOrder,
} from '@tranship/core'
import { openTextReader, type ReadText } from '../config/text-file.js'
import type { Output } from '../ui/output.js'
import type { FilterFlags } from './filter-flags.js'

/** The filter that the flags ask for. Rejects with an error that names the flag, and of a file the line. */
export async function filterFrom(flags: FilterFlags, { log, output }: { readonly log: Log; readonly output: Output }): Promise<Filter> {
  const choices = await filterChoicesFrom(flags, log)
  if (flags.dump?.has('filters')) {
    for (const line of ['--- start filters ---', ...(await filterLines(choices)), '--- end filters ---']) await output.line(line)
  }
  return Object.keys(choices).length === 0 ? everything : createFilter(choices)
}

/** A location that names a file is all that is wanted: as in rclone, no filter goes with it. */
export function refuseFilterOfFile({ file }: Opened, filter: Filter): void {
  if (file !== undefined && filter !== everything) {
    throw new ConfigError(`a filter needs a directory, but ${JSON.stringify(file.path)} is a file: leave one of both out`)
  }
}

/** What the flags ask for, as plain data. */
export async function filterChoicesFrom(flags: FilterFlags, log: Log, read: ReadText = openTextReader()): Promise<FilterChoices> {
  const rules = await rulesFrom(flags, '', log, read)
  const choices: { readonly [Name in keyof FilterChoices]: FilterChoices[Name] | undefined } = {
    rules,
    metadataRules: await rulesFrom(flags, 'metadata-', log, read),
    ignoreCase: (rules !== undefined && flags['ignore-case']) || undefined,
    minSize: sizeFrom(flags, 'min-size'),
    maxSize: sizeFrom(flags, 'max-size'),
    ...timesFrom(flags, new Date()),
    partition: partitionFrom(flags),
    excludingNames: flags['exclude-if-present'],
    ignoreFiles: flags['filter-gitignore'] ? ['.gitignore'] : undefined,
    only: await listFrom(flags, read),
  }
  return Object.fromEntries(Object.entries(choices).filter(([, choice]) => choice !== undefined))
}

/** The rules of the flags whose names begin so. */
async function rulesFrom(flags: FilterFlags, begin: '' | 'metadata-', log: Log, read: ReadText): Promise<FilterChoices['rules']> {
  const texts = async (kind: 'include' | 'exclude' | 'filter'): Promise<readonly RuleText[] | undefined> => {
    const lines = await linesFrom(flags, `${begin}${kind}-from`, read)
    const given = flags[`${begin}${kind}`]?.map((text) => ({ text, origin: `--${begin}${kind}` }))
    return given === undefined && lines === undefined ? undefined : [...(given ?? []), ...(lines ?? [])]
  }
  const [include, exclude, filter] = [await texts('include'), await texts('exclude'), await texts('filter')]
  if (include !== undefined && exclude !== undefined) {
    log('notice', `--${begin}include comes before --${begin}exclude, whatever their order: with --${begin}filter you say the order`)
  }
  const rules = rulesInOrder({
    ...(include !== undefined && { include }),
    ...(exclude !== undefined && { exclude }),
    ...(filter !== undefined && { filter }),
  })
  return rules.length === 0 ? undefined : rules
}

async function listFrom(flags: FilterFlags, read: ReadText): Promise<readonly FsPath[] | undefined> {
  const lists = [
    await linesFrom(flags, 'files-from', read),
    await linesFrom(flags, 'files-from-raw', read),
    await linesFrom(flags, 'files-from0', read),
  ].filter((lines) => lines !== undefined)
  return lists.length === 0 ? undefined : lists.flat().map((line) => namingOrigin(line, () => parseListedPath(line.text)))
}

type ListFlag = Extract<keyof FilterFlags, `${string}-from${string}`>

/** How the text of a file is split, and whether spaces and comments in it are as good as any other text. */
interface Form {
  readonly end: RegExp
  readonly isRaw: boolean
}

const PLAIN: Form = { end: /\r?\n/, isRaw: false }
const FORMS: Readonly<Partial<Record<ListFlag, Form>>> = {
  'files-from-raw': { ...PLAIN, isRaw: true },
  'files-from0': { end: /\0/, isRaw: true },
}

async function linesFrom(flags: FilterFlags, flag: ListFlag, read: ReadText): Promise<readonly RuleText[] | undefined> {
  const files = flags[flag]
  if (files === undefined) return undefined
  const { end, isRaw } = FORMS[flag] ?? PLAIN
  const lines: RuleText[] = []
  for (const file of files) {
    for (const [at, line] of (await read(flag, file)).split(end).entries()) {
      const text = isRaw ? line : line.trim()
      if (text === '' || (!isRaw && /^[#;]/.test(text))) continue
      lines.push({ text, origin: `--${flag} ${file}, line ${at + 1}` })
    }
  }
  return lines
}

function sizeFrom(flags: FilterFlags, flag: 'min-size' | 'max-size'): number | undefined {
  const text = flags[flag]
  if (text === undefined) return undefined
  const size = parseSize(text)
  if (size === undefined) throw new ConfigError(`--${flag}: ${JSON.stringify(text)} is no size: write 100 (KiB), 10M or 1.5G`)
  return size === Number.POSITIVE_INFINITY ? undefined : size
}

function timesFrom(flags: FilterFlags, now: Date): { modifiedFrom: bigint | undefined; modifiedTo: bigint | undefined } {
  const [modifiedFrom, modifiedTo] = [timeFrom(flags, 'max-age', now), timeFrom(flags, 'min-age', now)]
  if (modifiedFrom !== undefined && modifiedTo !== undefined && modifiedFrom > modifiedTo) {
    throw new ConfigError(`--min-age "${flags['min-age']}" is greater than --max-age "${flags['max-age']}": no file can be both`)
  }
  return { modifiedFrom, modifiedTo }
}

function timeFrom(flags: FilterFlags, flag: 'min-age' | 'max-age', now: Date): bigint | undefined {
  const text = flags[flag]
  if (text === undefined) return undefined
  const time = parseAge(text, now)
  if (time === undefined) throw new ConfigError(`--${flag}: ${JSON.stringify(text)} is no age: write 90 (seconds), 12h, 30d or 2026-11-23`)
  return time === 'off' ? undefined : time
}

function partitionFrom({ 'hash-filter': text = '' }: FilterFlags): FilterChoices['partition'] {
  if (text === '') return undefined
  const partition = parsePartition(text, Math.random)
  if (typeof partition === 'string') throw new ConfigError(`--hash-filter: ${JSON.stringify(text)}: ${partition}`)
  return partition
}
