import type { getHeapSpaceStatistics } from 'node:v8'

/** Bytes. Of what transfers have in work much is forgotten in time, and need not be moved. */
const ROOM = 8 * 1024 ** 2

/** V8 gives room to what stays: these are made until there is enough, which takes some hundred of them. */
const LENGTH = 1000
const MOST = 2000

/**
 * Of calls: only code that is called so often is compiled for a second time, at the greatest cost. It took a tenth of the processor
 * time of ten thousand uploads, and is worth it where there are millions.
 */
const OFTEN = 30_000

/**
 * Has V8 give little to its helper threads: what is short-lived is freed without them, since there is so little of it each time that
 * they mostly wait for each other.
 */
export async function spareHelpers(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8')
  setFlagsFromString('--no-parallel-scavenge')
  setFlagsFromString(`--invocation-count-for-turbofan=${OFTEN}`)
}

/**
 * Has V8 keep what is short-lived in a part of memory of one size, instead of in an ever larger one: a sync of a million files takes half
 * as much. Both that and the module of Node that does it cost two milliseconds: a command that moves no files does without.
 */
export async function keepMemoryLow(): Promise<void> {
  const { getHeapSpaceStatistics, setFlagsFromString } = await import('node:v8')
  const staying: unknown[] = []
  while (roomForTheYoung(getHeapSpaceStatistics) < ROOM && staying.length < MOST) {
    for (let count = 0; count < 32; count++) staying.push(new Array(LENGTH).fill(0))
  }
  setFlagsFromString('--semi-space-growth-factor=1')
}

function roomForTheYoung(statistics: typeof getHeapSpaceStatistics): number {
  return statistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? ROOM
}
