import type { CheckVerdict, FsError, Log, LogLevel } from '@tranship/core'
import { ExitCode, exitCodeOf } from '../exit-code.js'
import { counted } from './format.js'
import type { Output } from './output.js'
import type { WalkCounts } from './progress/walk-counts.js'
import { type ListName, openReportLists, type ReportFlags } from './report-lists.js'

/** Where each kind of verdict is listed. */
const LISTS = {
  same: 'match',
  different: 'differ',
  'missing-on-dst': 'missing-on-dst',
  'missing-on-src': 'missing-on-src',
  unknown: 'error',
  duplicate: undefined,
} as const satisfies Record<CheckVerdict['is'], ListName | undefined>

/** What the sides are called, and how it is said that one has not what the other has. */
export interface CheckSides {
  readonly src: string
  readonly dst: string
  /** The source is a sum file. */
  readonly sums: boolean
}

/** Where it is told how far a check is. */
interface CheckPlaces {
  readonly log: Log
  readonly counts?: Pick<WalkCounts, 'checked'>
}

export interface CheckReport {
  take(verdict: CheckVerdict): Promise<void>
  /** Says what all came to, closes the lists, and sets the exit code. */
  end(command: string | undefined): void
  /** Closes the lists. */
  close(): void
}

export function openCheckReport(flags: ReportFlags, sides: CheckSides, { log, counts }: CheckPlaces, stdout: Output): CheckReport {
  const lists = openReportLists(flags, stdout)
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
      if (counts !== undefined) counts.checked++
      if (verdict.is === 'same' && verdict.unhashed) unhashed++
      if (verdict.is === 'unknown') firstError ??= verdict.error
      log(...lineOf(verdict, sides), verdict.path)
      const list = LISTS[verdict.is]
      if (list !== undefined) await lists.add(list, verdict.path)
    },
    end: (command) => {
      lists.close()
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
    close: lists.close,
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
