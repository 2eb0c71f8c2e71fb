import type { WithheldBecause } from '../event.js'
import type { SyncChoices } from './choices.js'

/** What is known when both listings have ended, before the first delete. */
export interface Situation {
  /** Errors so far. */
  readonly failed: number
  /** Objects of the source. */
  readonly sources: number
  /** Objects of the destination. */
  readonly targets: number
  /** Objects about to go, and their bytes. */
  readonly deletes: number
  readonly deletedBytes: number
}

/** A delete of fewer files than these is never too many. */
const MANY = 100

/** What forbids all deletes of a run, if anything does. */
export function whyNotDelete(situation: Situation, choices: SyncChoices): WithheldBecause | undefined {
  const { failed, deletes, deletedBytes } = situation
  const { maxDelete, maxDeleteSize, forceDelete = false, ignoreErrors = false } = choices
  if (failed > 0 && !ignoreErrors) return 'errors'
  if (maxDelete !== undefined && deletes > maxDelete) return 'max-delete'
  if (maxDeleteSize !== undefined && deletedBytes > maxDeleteSize) return 'max-delete-size'
  return forceDelete || maxDelete !== undefined ? undefined : suspicious(situation)
}

/** What looks like a mistake: a person may say that it is none. */
function suspicious({ sources, targets, deletes }: Situation): WithheldBecause | undefined {
  if (sources === 0) return 'empty-source'
  return deletes >= MANY && deletes * 2 > targets ? 'more-than-half' : undefined
}

/** Whether a person may be asked to let the deletes go on. */
export function mayBeAsked(why: WithheldBecause): boolean {
  return why === 'empty-source' || why === 'more-than-half'
}
