import type { FsObject } from '../../fs/entry.js'
import { FsError } from '../../fs/error.js'
import type { Fs } from '../../fs/fs.js'
import { type FsPath, isBelow } from '../../fs/path.js'
import { type SyncChoices, withSuffix } from '../decide/choices.js'

/** Keeps what a run replaces or deletes. */
export interface Backup {
  /** Moves an object of the destination aside. Gives what puts it back where it was. */
  aside(object: FsObject, signal: AbortSignal): Promise<() => Promise<void>>
}

/** A backup into another Fs of the destination's realm, or into the destination itself, under names with the suffix. */
export function createBackup(dst: Fs, into: Fs, choices: SyncChoices): Backup {
  return {
    aside: async (object, signal) => {
      const kept = await moveWithinRealm(object, dst, into, withSuffix(object.path, choices), signal)
      return async () => void (await moveWithinRealm(kept, into, dst, object.path, signal))
    },
  }
}

/** What is wrong with a place for backups; undefined: nothing. */
export function backupProblem(src: Fs, dst: Fs, into: Fs, { suffix = '' }: SyncChoices): FsError | undefined {
  if (into.place.realm !== dst.place.realm) {
    return new FsError('unsupported', 'the directory for backups must be on the same remote as the destination')
  }
  if (into.move === undefined && into.copy === undefined) {
    return new FsError('unsupported', 'the destination can neither move nor copy files by itself, so it cannot keep backups')
  }
  const isDestination = into.place.path === dst.place.path
  if (isDestination && suffix !== '') return undefined
  for (const [name, side] of [
    ['destination', dst],
    ['source', src],
  ] as const) {
    if (side.place.realm === into.place.realm && overlap(side, into)) {
      return new FsError('unsupported', `the directory for backups and the ${name} overlap: name another directory`)
    }
  }
  return undefined
}

/** Whether one place is the other or lies in it. */
function overlap({ place: a }: Fs, { place: b }: Fs): boolean {
  const [left, right] = [a.path as FsPath, b.path as FsPath]
  return left === right || isBelow(left, right) || isBelow(right, left)
}

/** Moves by the service's own move, else by its copy and a delete. */
export async function moveWithinRealm(object: FsObject, from: Fs, to: Fs, path: FsPath, signal: AbortSignal): Promise<FsObject> {
  if (to.move !== undefined) return to.move(object, path, { from: from.place, signal })
  if (to.copy === undefined)
    throw new FsError('unsupported', 'the service can neither move nor copy files by itself', { path: object.path })
  const copied = await to.copy(object, path, { from: from.place, signal })
  await from.remove(object, { signal })
  return copied
}
