import { describe, expect, test } from 'vitest'
import { hasRclone } from '../harness/rclone.js'
import { newUser } from '../harness/user.js'
import { differingCases, SEED } from './both-programs.js'
import { caseOf } from './random-case.js'
import { FILTER_FLAGS } from './random-filters.js'
import { COMMANDS } from './random-lines.js'

const CASES = Number(process.env.TRANSHIP_CASES ?? 500)
const localCase = (number: number) => caseOf(SEED, number, COMMANDS)

describe.runIf(hasRclone)(`random command lines between directories, as rclone's (TRANSHIP_SEED=${SEED})`, () => {
  test('each command, and each flag that filters, is in at least 20 of 500', () => {
    const counts: Record<string, number> = Object.fromEntries(
      [...COMMANDS, ...FILTER_FLAGS, 'dump', 'a regular expression'].map((name) => [name, 0]),
    )
    for (let number = 0; number < 500; number++) {
      const { command, flags, lists } = localCase(number)
      const named = flags.map((flag) => flag.replace(/^--|=.*$/gs, ''))
      const hasExpression = [...flags, ...Object.values(lists)].some((text) => text.includes('{{'))
      for (const name of new Set([command, ...named, ...(hasExpression ? ['a regular expression'] : [])])) {
        if (name in counts) counts[name] = (counts[name] as number) + 1
      }
    }
    expect(Object.entries(counts).filter(([, count]) => count < 20)).toEqual([])
  })

  test(`${CASES} cases`, { timeout: 3_600_000 }, async () => {
    const differing = await differingCases(newUser(), CASES, localCase)
    expect(differing.join('\n\n')).toBe('')
  })
})
