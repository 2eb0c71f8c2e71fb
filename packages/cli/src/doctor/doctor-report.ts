import type { Fs } from '@tranship/core'
import { checks, type Outcome } from '@tranship/testkit'

/** The report for other programs, as JSON: no secret is in it. Numbers too large for a double are texts. */
export function doctorReport({ features, place }: Pick<Fs, 'features' | 'place'>, outcomes: readonly Outcome[], version: string): string {
  const sentences = new Map(checks.map(({ name, sentence }) => [name, sentence]))
  const report = {
    tranship: version,
    node: process.version,
    place,
    features,
    outcomes: outcomes.map(({ check, site, result, reason }) => ({ check, sentence: sentences.get(check), site, result, reason })),
  }
  return `${JSON.stringify(report, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2)}\n`
}
