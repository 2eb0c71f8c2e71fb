import type { SyncChoices } from '../decide/choices.js'
import type { StoppedBecause } from '../event.js'

/** Ends a run that has moved or taken as much as it may. */
export interface Cutoff {
  /** Aborted when what is under way must stop too. */
  readonly signal: AbortSignal
  /** Whether a transfer of this size may begin. Once the answer was no, it stays no. */
  admits(bytes: number): boolean
  /** Counts bytes as they move. */
  took(bytes: number): void
  /** The limit that was reached. */
  reached(): StoppedBecause | undefined
  /** Releases the timer. */
  end(): void
}

/** A limit by `maxTransfer` and `maxDuration`; `stopped` is called once, when the first of them is reached. */
export function createCutoff(choices: SyncChoices, run: AbortSignal, stopped: (why: StoppedBecause) => void): Cutoff {
  const { maxTransfer = Number.POSITIVE_INFINITY, maxDuration, cutoffMode = 'hard' } = choices
  const hard = new AbortController()
  let begun = 0
  let moved = 0
  let why: StoppedBecause | undefined
  const stop = (because: StoppedBecause) => {
    if (why !== undefined) return
    why = because
    stopped(because)
    if (cutoffMode === 'hard') hard.abort(new Stopped())
  }
  const timer = maxDuration === undefined ? undefined : setTimeout(() => stop('max-duration'), maxDuration)
  return {
    signal: AbortSignal.any([run, hard.signal]),
    admits: (bytes) => {
      const wouldPass = cutoffMode === 'cautious' ? begun + bytes > maxTransfer : moved >= maxTransfer
      if (why === undefined && wouldPass) stop('max-transfer')
      if (why === undefined) begun += bytes
      return why === undefined
    },
    took: (bytes) => {
      moved += bytes
      if (moved > maxTransfer && cutoffMode === 'hard') stop('max-transfer')
    },
    reached: () => why,
    end: () => clearTimeout(timer),
  }
}

/** Why a transfer was cut off: it is no failure of the file. */
class Stopped extends Error {
  constructor() {
    super('a limit of the run was reached')
  }
}
