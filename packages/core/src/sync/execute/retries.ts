import { setTimeout as pause } from 'node:timers/promises'
import type { FsObject, Unreadable } from '../../fs/entry.js'
import { FsError } from '../../fs/error.js'
import type { Fs } from '../../fs/fs.js'
import type { FsPath } from '../../fs/path.js'
import { entryAt } from '../../tree/lookup.js'
import type { Pair } from '../join/join.js'

/** Remembers what failed and may pass, and brings it back, as it is then, for another try. */
export interface Retries {
  /** False: no try is left for it, or no room to remember it. */
  take(failure: Failure): boolean
  /** Whether anything is to be tried again. */
  waiting(): boolean
  /** All that is to be tried again, as it is now. */
  round(signal: AbortSignal): AsyncIterable<readonly Pair[]>
}

/** A file that could not be copied, and what it was to replace. */
export interface Failure {
  readonly path: FsPath
  readonly src: FsObject
  readonly dst?: FsObject
}

/** More failures than these are not remembered: then the whole run is better repeated. */
const MOST = 10_000

/** Tries each file `attempts` times in all, with `delay` milliseconds before each further round. */
export function createRetries(src: Fs, dst: Fs, attempts: number, delay: number): Retries {
  let failures: Failure[] = []
  let attempt = 1
  // By its path a file of several of one name cannot be found again.
  const canLookAgain = !src.features.duplicates && !dst.features.duplicates
  return {
    take: (failure) => {
      if (!canLookAgain || attempt >= attempts || failures.length >= MOST) return false
      failures.push(failure)
      return true
    },
    waiting: () => failures.length > 0,
    round: async function* (signal) {
      const again = failures
      failures = []
      attempt++
      await pause(delay, undefined, { signal })
      for (const failure of again) yield [await lookAgain(failure, signal)]
    },
  }

  async function lookAgain({ path, src: source, dst: target }: Failure, signal: AbortSignal): Promise<Pair> {
    const [left, right] = await Promise.all([entryAt(src, source.path, signal), entryAt(dst, target?.path ?? path, signal)])
    return { path, src: left ?? gone(source.path), ...(right && { dst: right }) }
  }
}

function gone(path: FsPath): Unreadable {
  return { kind: 'unreadable', path, cause: new FsError('not-found', 'the source is gone', { path }) }
}
