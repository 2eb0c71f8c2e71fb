import type { Quirks } from '@tranship/testkit'
import fc from 'fast-check'
import type { File } from './memory.js'

/** Sets of habits, of which a sync is to bring about what it does without them, as far as they let it see what has changed. */
export const quirkSets: fc.Arbitrary<Quirks> = fc.record(
  {
    unordered: fc.boolean(),
    pageSize: fc.integer({ min: 1, max: 4 }),
    noDirectories: fc.boolean(),
    precision: fc.constantFrom(1n, 100n, 1_000_000n, 1_000_000_000n),
    unknownSizes: fc.boolean(),
    noTimes: fc.boolean(),
    slowTimes: fc.boolean(),
    idsChange: fc.boolean(),
  },
  { requiredKeys: [] },
)

/** Habits of listings alone: they may come with any other. */
export const listingQuirks: fc.Arbitrary<Quirks> = fc.record(
  { unordered: fc.boolean(), pageSize: fc.integer({ min: 1, max: 4 }) },
  { requiredKeys: [] },
)

/** Whether sizes and times, as far as both sides tell them, are those of two different files. */
export function looksDifferent(src: File, dst: File, srcQuirks: Quirks, dstQuirks: Quirks): boolean {
  const sizesTold = srcQuirks.unknownSizes !== true && dstQuirks.unknownSizes !== true
  if (sizesTold && src.text.length !== dst.text.length) return true
  if (srcQuirks.noTimes === true || dstQuirks.noTimes === true) return false
  const steps = [srcQuirks.precision ?? 1n, dstQuirks.precision ?? 1n] as const
  const difference = cut(src.modTime, steps[0]) - cut(dst.modTime, steps[1])
  const window = steps[0] > steps[1] ? steps[0] : steps[1]
  return difference >= window || -difference >= window
}

function cut(time: bigint, step: bigint): bigint {
  return (time / step) * step
}
