import type { Outcome } from '@tranship/testkit'
import { printable } from './printable.js'

const RESULTS = ['passed', 'skipped', 'failed'] as const
type Counts = Readonly<Record<(typeof RESULTS)[number], number>>

/** How many checks had each result. */
function countResults(outcomes: readonly Outcome[]): Counts {
  const count = (wanted: Outcome['result']) => outcomes.filter(({ result }) => result === wanted).length
  return { passed: count('passed'), skipped: count('skipped'), failed: count('failed') }
}

/** A line for each theme with its counts and one for all, then each check that was skipped or failed, with the reason. */
export function doctorTable(outcomes: readonly Outcome[]): readonly string[] {
  const themes = Object.entries(Object.groupBy(outcomes, ({ check }) => themeOf(check)))
  const rows = [...themes, ['total', outcomes] as const].map(([name, group = []]) => ({ name, counts: countResults(group) }))
  const width = Math.max(...rows.map(({ name }) => name.length))
  return [
    `${''.padEnd(width)}  ${RESULTS.map((result) => result.padStart(7)).join('  ')}`,
    ...rows.map(({ name, counts }) => `${name.padEnd(width)}  ${RESULTS.map((result) => String(counts[result]).padStart(7)).join('  ')}`),
    ...reasons(outcomes, 'skipped'),
    ...reasons(outcomes, 'failed'),
  ]
}

/** What comes before the colon: "put" of "put: a source that ends early". */
function themeOf(check: string): string {
  return check.replace(/:.*$/s, '')
}

/** A check that came to the same at both sites is told of once. */
function reasons(outcomes: readonly Outcome[], wanted: Outcome['result']): readonly string[] {
  const about = Object.groupBy(
    outcomes.filter(({ result }) => result === wanted),
    ({ check, reason = '' }) => `${check}: ${firstLine(reason)}`,
  )
  const lines = Object.entries(about).map(([text, same = []]) => {
    const where = same.length === 1 ? ` (${same[0]?.site} only)` : ''
    return `  ${printable(text)}${where}`
  })
  return lines.length === 0 ? [] : ['', `${wanted}:`, ...lines]
}

function firstLine(text: string): string {
  return text.replace(/\n.*$/s, '')
}
