import { ConfigError } from '../backend/config-error.js'
import { type ConfigLine, entryLine, headerLine, parseLine } from './config-line.js'

/**
 * The text of a config file in rclone's format, unaltered: comments, order, line breaks, unknown lines and keys are kept.
 * Immutable; every change gives a new one.
 */
export interface ConfigText {
  readonly lines: readonly ConfigLine[]
}

/** Any text is a config, but for one that rclone encrypted: that throws a ConfigError. */
export function parseConfig(text: string): ConfigText {
  const lines = text.split(/(?<=\n)/).map(parseLine)
  const first = lines.find(({ kind }) => kind !== 'blank' && kind !== 'comment')
  if (first?.raw.trim().startsWith('RCLONE_ENCRYPT_V')) {
    throw new ConfigError('this config file is encrypted: decrypt it with `tranship config encryption remove`')
  }
  return { lines }
}

/** What in a config cannot be read, in words without its contents, or undefined: the first line that means nothing. */
export function configProblem(config: ConfigText): string | undefined {
  const at = config.lines.findIndex((line) => line.kind === 'unknown' || (line.kind === 'header' && line.name === undefined))
  return at === -1 ? undefined : `line ${at + 1} is neither a [remote] nor a "key = value"`
}

/** The text that was parsed, with the changes since. */
export function printConfig(config: ConfigText): string {
  return config.lines.map(({ raw }) => raw).join('')
}

/** The name of every section once, in the order of their first lines. */
export function sectionNames(config: ConfigText): readonly string[] {
  const names = config.lines.flatMap((line) => (line.kind === 'header' && line.name !== undefined ? [line.name] : []))
  return [...new Set(names)]
}

/**
 * The values of a section by their keys, without a prototype: any key is safe. Sections of one name are one section, and
 * of equal keys the last counts, as in rclone. Undefined if there is none.
 */
export function sectionOf(config: ConfigText, name: string): Readonly<Record<string, string>> | undefined {
  const blocks = blocksOf(config, name)
  if (blocks.length === 0) return undefined
  const values: Record<string, string> = Object.create(null)
  for (const { start, end } of blocks) {
    for (const line of config.lines.slice(start, end)) if (line.kind === 'entry') values[line.key] = line.value
  }
  return values
}

/**
 * Sets values of a section, which is made at the end of the file if there is none. A key stays on its line, a new one
 * goes behind the last, an undefined value takes its lines out, and what has its value already is left as it is written.
 * Throws a ConfigError for what the format cannot hold.
 */
export function withSection(config: ConfigText, name: string, values: Readonly<Record<string, string | undefined>>): ConfigText {
  const current = sectionOf(config, name)
  if (current === undefined) return withSection(withHeader(config, name), name, values)
  const changes = Object.entries(values).filter(([key, value]) => current[key] !== value)
  return changes.reduce((changed, [key, value]) => withValue(changed, name, key, value), config)
}

/** With another name for a section, in its place; as it is if there is none. Throws a ConfigError for a name that cannot be, or is taken. */
export function renamedSection(config: ConfigText, name: string, to: string): ConfigText {
  if (sectionOf(config, to) !== undefined) throw new ConfigError(`there is a remote ${JSON.stringify(to)} in the config file already`)
  const lines = config.lines.map((line) => (line.kind === 'header' && line.name === name ? headerLine(to, breakOf(line)) : line))
  return { lines }
}

/** Without the section and its lines. Comments below its last value stay: they belong to what follows. */
export function withoutSection(config: ConfigText, name: string): ConfigText {
  const blocks = blocksOf(config, name)
  if (blocks.length === 0) return config
  const lines = config.lines.filter((line, index) => {
    const block = blocks.find(({ start, end }) => start <= index && index < end)
    return block === undefined || (index >= block.filled && line.kind === 'comment')
  })
  return { lines }
}

/** The lines from a header to the next one. `filled` is behind its last line that is neither blank nor a comment. */
interface Block {
  readonly start: number
  readonly filled: number
  readonly end: number
}

function blocksOf({ lines }: ConfigText, name: string): readonly Block[] {
  const blocks: Block[] = []
  for (const [start, line] of lines.entries()) {
    if (line.kind !== 'header' || line.name !== name) continue
    const next = lines.findIndex(({ kind }, index) => index > start && kind === 'header')
    const end = next === -1 ? lines.length : next
    const last = lines.slice(start, end).findLastIndex(({ kind }) => kind !== 'blank' && kind !== 'comment')
    blocks.push({ start, filled: start + last + 1, end })
  }
  return blocks
}

function withHeader(config: ConfigText, name: string): ConfigText {
  const lineBreak = lineBreakOf(config)
  const lines = ended(config.lines, lineBreak).filter(({ raw }) => raw !== '')
  const gap = lines.length > 0 && lines.at(-1)?.kind !== 'blank' ? [parseLine(lineBreak)] : []
  return { lines: [...lines, ...gap, headerLine(name, lineBreak)] }
}

function withValue(config: ConfigText, name: string, key: string, value: string | undefined): ConfigText {
  const blocks = blocksOf(config, name)
  const places = blocks.flatMap(({ start, end }) => range(start, end).filter((index) => keyAt(config, index) === key))
  if (value === undefined) return { lines: config.lines.filter((_, index) => !places.includes(index)) }
  const lineBreak = lineBreakOf(config)
  const place = places.at(-1)
  if (place !== undefined) return { lines: config.lines.with(place, entryLine(key, value, breakOf(config.lines[place]))) }
  const end = blocks.at(-1)?.filled ?? config.lines.length
  return { lines: [...ended(config.lines.slice(0, end), lineBreak), entryLine(key, value, lineBreak), ...config.lines.slice(end)] }
}

function keyAt({ lines }: ConfigText, index: number): string | undefined {
  const line = lines[index]
  return line?.kind === 'entry' ? line.key : undefined
}

function range(start: number, end: number): readonly number[] {
  return Array.from({ length: end - start }, (_, index) => start + index)
}

/** The lines, the last of them with a line break. */
function ended(lines: readonly ConfigLine[], lineBreak: string): readonly ConfigLine[] {
  const last = lines.at(-1)
  return last === undefined || last.raw === '' || last.raw.endsWith('\n') ? lines : lines.with(-1, { ...last, raw: last.raw + lineBreak })
}

function lineBreakOf({ lines }: ConfigText): string {
  return breakOf(lines[0]) || '\n'
}

function breakOf(line: ConfigLine | undefined): string {
  return /\r?\n$/.exec(line?.raw ?? '')?.[0] ?? ''
}
