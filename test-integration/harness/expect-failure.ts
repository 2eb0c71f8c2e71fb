import { expect } from 'vitest'
import type { Outcome } from './program.js'

export interface ExpectedFailure {
  readonly code: number
  /** What the lines say, in their order: those at ERROR level, without their time, besides what tells of further attempts. */
  readonly errors: readonly (string | RegExp)[]
  /** What must be printed nowhere. */
  readonly secrets?: readonly string[]
}

/** Holds an outcome to a clear failure: these lines and no others, this exit code, no secret. */
export function expectFailure(outcome: Outcome, { code, errors, secrets = [] }: ExpectedFailure): void {
  const lines = errorLines(outcome)
  expect(lines, outcome.stderr).toHaveLength(errors.length)
  for (const [index, error] of errors.entries()) expect(lines[index]).toMatch(error)
  expect(outcome.code, outcome.stderr).toBe(code)
  for (const secret of secrets) expect(outcome.stdout + outcome.stderr).not.toContain(secret)
}

export function errorLines({ stderr }: Outcome): string[] {
  const errors = Array.from(stderr.matchAll(/^[\d/]{10} [\d:]{8} ERROR : (.*)$/gm), ([, text = '']) => text)
  return errors.filter((text) => !text.startsWith('Attempt '))
}
