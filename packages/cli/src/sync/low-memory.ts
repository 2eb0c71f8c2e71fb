import { PerformanceObserver } from 'node:perf_hooks'
import type { getHeapSpaceStatistics } from 'node:v8'

/** Bytes: what some hundred transfers have in work, so that most of it is forgotten before V8 has to move it. */
const ROOM = 16 * 1024 ** 2

/**
 * Has V8 stop enlarging the part of memory for what is short-lived once that is large enough: else a sync of a million files takes
 * twice as much. Both that and the module of Node that does it cost time: a command that moves no files does without.
 */
export async function keepMemoryLow(): Promise<void> {
  const { getHeapSpaceStatistics, setFlagsFromString } = await import('node:v8')
  const collections = new PerformanceObserver(() => {
    if (roomForTheYoung(getHeapSpaceStatistics) < ROOM) return
    setFlagsFromString('--semi-space-growth-factor=1')
    collections.disconnect()
  })
  collections.observe({ entryTypes: ['gc'] })
}

function roomForTheYoung(statistics: typeof getHeapSpaceStatistics): number {
  return statistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? ROOM
}
