import { setTimeout as pause } from 'node:timers/promises'
import { type Fs, intercept, isFsError, type Method } from '@tranship/core'

/** The calls of an Fs that make something, watched until nothing more can come of them. */
export interface Makings {
  /** The same Fs, whose calls are watched. */
  readonly fs: Fs
  /** Resolves when none is under way, after some seconds in any case. */
  ended(): Promise<void>
  /** Whether a service may still carry out a call that was cut off: for some seconds nobody knows. */
  mayStillCome(): boolean
}

/** Which of its arguments names what a method makes. */
const MADE_AT: Partial<Record<Method, number>> = { mkdir: 0, put: 0, copy: 1, move: 1, moveDirectory: 1 }

/** Milliseconds that calls under way are waited for. */
const PATIENCE = 3_000

/** Milliseconds in which a request that is on its way is carried out, although nobody waits for its answer. */
const ON_ITS_WAY = 5_000

/** Tells `begins` of the path of everything that is about to be made. */
export function watchMakings(fs: Fs, begins: (path: string) => void): Makings {
  const underWay = new Set<Promise<void>>()
  let unknownUntil = 0
  const doubt = () => {
    unknownUntil = performance.now() + ON_ITS_WAY
  }
  const watch = (call: Promise<unknown>): void => {
    const end: Promise<void> = call
      .then(
        () => {},
        (error: unknown) => {
          if (!isFsError(error) || error.kind === 'unavailable') doubt()
        },
      )
      .finally(() => underWay.delete(end))
    underWay.add(end)
  }

  return {
    fs: intercept(fs, {
      call: ({ method, args }, run) => {
        const at = MADE_AT[method]
        if (at === undefined) return run()
        begins(String(args[at]))
        const call = run()
        watch(call)
        return call
      },
    }),
    ended: async () => {
      const enough = new AbortController()
      const tooLate = pause(PATIENCE, undefined, { signal: enough.signal }).catch(() => {})
      await Promise.race([Promise.all(underWay), tooLate])
      enough.abort()
      if (underWay.size > 0) doubt()
    },
    mayStillCome: () => performance.now() < unknownUntil,
  }
}
