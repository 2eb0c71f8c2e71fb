import type { Site } from './scratch.js'

/** What came of one check at one site. */
export interface Outcome {
  readonly check: string
  readonly site: Site
  readonly result: 'passed' | 'skipped' | 'failed' | 'known failure'
  /** Why it was skipped, or what was wrong. */
  readonly reason?: string
}

/** A check that cannot hold yet, and who takes it. One that passes nevertheless fails the run: it is to be struck out. */
export interface KnownFailure {
  readonly check: string
  readonly reason: string
  /** The piece of work that makes it hold. */
  readonly takenBy: string
}

/** The outcomes as lines of text: how many of each, then each that did not pass. */
export function tableText(outcomes: readonly Outcome[]): string {
  const count = (result: Outcome['result']) => outcomes.filter((outcome) => outcome.result === result).length
  const summary = (['passed', 'skipped', 'known failure', 'failed'] as const).map((result) => `${count(result)} ${result}`).join(', ')
  const others = outcomes.filter(({ result }) => result !== 'passed')
  return [summary, ...others.map(({ check, site, result, reason }) => `${result}, ${site}: ${check}: ${reason ?? ''}`)].join('\n')
}
