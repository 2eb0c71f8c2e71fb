import * as Flags from '@oclif/core/flags'
import type { CheckVerdict, FsError, Log, LogLevel } from '@tranship/core'
import { sumFileName } from '@tranship/core'
import { ExitCode, exitCodeOf } from '../exit-code.js'
import { counted } from './format.js'
import type { Output } from './output.js'
import { shownName } from './shown-name.js'
import { createFileOutput } from './text-file-output.js'

const file = (description: string) => Flags.string({ description, helpValue: 'FILE' })

/** Flags for lists of what a check found, each to a file, or with "-" to standard output. */
export const reportFlags = {
  combined: file('list every file there, with a mark: = same, * different, + only in source, - only in destination, ! error'),
  match: file('list the files there that are the same'),
  differ: file('list the files there that differ'),
  'missing-on-dst': file('list the files there that only the source has'),
  'missing-on-src': file('list the files there that only the destination has'),
  error: file('list the files there that could not be read'),
}

/** The report flags, parsed. */
export type ReportFlags = { readonly [Name in keyof typeof reportFlags]?: string | undefined }

/** Where each kind of verdict is listed, and its mark in the combined list. */
const LISTS: Partial<Record<CheckVerdict['is'], { readonly list: keyof typeof reportFlags; readonly mark: string }>> = {
  same: { list: 'match', mark: '=' },
  different: { list: 'differ', mark: '*' },
  'missing-on-dst': { list: 'missing-on-dst', mark: '+' },
  'missing-on-src': { list: 'missing-on-src', mark: '-' },
  unknown: { list: 'error', mark: '!' },
}

/** What the sides are called, and how it is said that one has not what the other has. */
export interface CheckSides {
  readonly src: string
  readonly dst: string
  /** The source is a sum file. */
  readonly sums: boolean
}

export interface CheckReport {
  take(verdict: CheckVerdict): Promise<void>
  /** Says what all came to, closes the lists, and sets the exit code. */
  end(command: string | undefined): Promise<void>
  /** Closes the lists. */
  close(): Promise<void>
}

export async function openCheckReport(flags: ReportFlags, sides: CheckSides, log: Log, stdout: Output): Promise<CheckReport> {
  const lists = new Map<string, Output>()
  const close = async () => {
    for (const list of lists.values()) if (list !== stdout) await list.end()
    lists.clear()
  }
  for (const name of Object.keys(reportFlags) as (keyof typeof reportFlags)[]) {
    const target = flags[name]
    if (target === undefined) continue
    lists.set(name, target === '-' ? stdout : await createFileOutput(target))
  }
  const amounts: Record<CheckVerdict['is'], number> = {
    same: 0,
    different: 0,
    'missing-on-src': 0,
    'missing-on-dst': 0,
    duplicate: 0,
    unknown: 0,
  }
  let unhashed = 0
  let firstError: FsError | undefined

  return {
    take: async (verdict) => {
      amounts[verdict.is]++
      if (verdict.is === 'same' && verdict.unhashed) unhashed++
      if (verdict.is === 'unknown') firstError ??= verdict.error
      log(...lineOf(verdict, sides), verdict.path)
      const entry = LISTS[verdict.is]
      if (entry === undefined) return
      const name = (list: Output | undefined) => (list === stdout ? shownName : sumFileName)(verdict.path)
      const [combined, single] = [lists.get('combined'), lists.get(entry.list)]
      await single?.line(name(single))
      await combined?.line(`${entry.mark} ${name(combined)}`)
    },
    end: async (command) => {
      await close()
      const differences = amounts.different + amounts['missing-on-src'] + amounts['missing-on-dst'] + amounts.unknown
      const { src, dst, sums } = sides
      const missing = amounts['missing-on-src']
      const tell = (amount: number, text: string, about: string) => amount > 0 && log('notice', text, about)
      tell(amounts['missing-on-dst'], `${counted(amounts['missing-on-dst'], 'file')} missing`, dst)
      tell(missing, `${sums ? `${missing} hashes` : counted(missing, 'file')} missing`, src)
      log('notice', `${differences} differences found`, dst)
      tell(unhashed, `${unhashed} hashes could not be checked`, dst)
      tell(amounts.unknown, `${counted(amounts.unknown, 'error')} while checking`, dst)
      tell(amounts.same, `${amounts.same} matching files`, dst)
      if (differences === 0) return
      log('error', `Failed to ${command}: ${differences} differences found`)
      process.exitCode = differences === amounts.unknown ? exitCodeOf(firstError) : ExitCode.other
    },
    close,
  }
}

/** rclone's words for a verdict. */
function lineOf(verdict: CheckVerdict, { src, dst, sums }: CheckSides): readonly [LogLevel, string] {
  switch (verdict.is) {
    case 'same':
      return ['debug', verdict.unhashed ? 'OK - could not check hash' : 'OK']
    case 'different':
      return ['error', DIFFERENCES[verdict.why]]
    case 'missing-on-dst':
      return ['error', `file not in ${dst}`]
    case 'missing-on-src':
      return ['error', sums ? 'sum not found' : `file not in ${src}`]
    case 'duplicate':
      return ['notice', `Not compared: one of several of this name in ${verdict.side === 'src' ? src : dst}`]
    case 'unknown':
      return ['error', verdict.error.message]
  }
}

const DIFFERENCES = { size: 'sizes differ', hash: 'hashes differ', content: 'contents differ' } as const
