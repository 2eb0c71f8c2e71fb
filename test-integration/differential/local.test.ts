import { describe, expect, test } from 'vitest'
import { hasRclone } from '../harness/rclone.js'
import { newUser } from '../harness/user.js'
import { differingCases, SEED } from './both-programs.js'
import { COMMANDS, caseOf } from './run-case.js'

const CASES = Number(process.env.TRANSHIP_CASES ?? 500)

describe.runIf(hasRclone)(`random command lines between directories, as rclone's (TRANSHIP_SEED=${SEED})`, () => {
  test(`${CASES} cases`, { timeout: 3_600_000 }, async () => {
    const differing = await differingCases(newUser(), CASES, (number) => caseOf(SEED, number, COMMANDS))
    expect(differing.join('\n\n')).toBe('')
  })
})
