import { untilAborted } from '@tranship/core/backend'

/**
 * Lets the writers of one path in, one after the other, so that each finds what the one before has made: Drive itself would
 * give two files the same name. Who is aborted while waiting waits no longer.
 */
export type Turns = <Answer>(path: string, signal: AbortSignal, work: () => Promise<Answer>) => Promise<Answer>

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return async (path, signal, work) => {
    const before = last.get(path) ?? Promise.resolve()
    const mine = untilAborted(before, signal).then(work)
    const over = Promise.allSettled([before, mine])
    last.set(path, over)
    try {
      return await mine
    } finally {
      if (last.get(path) === over) last.delete(path)
    }
  }
}
