import { FsError } from '../../fs/error.js'
import type { Fs, Place } from '../../fs/fs.js'
import { type FsPath, isBelow } from '../../fs/path.js'
import { backupProblem } from '../execute/backup.js'
import type { Scope } from '../join/pairs.js'
import type { SyncChoices } from './choices.js'

/** Why a run cannot be made at all between these sides, told before anything is done. */
export function whyImpossible(src: Fs, dst: Fs, choices: SyncChoices, scope: Scope, backupInto: Fs | undefined): FsError | undefined {
  const wholeSides = scope.only === undefined
  if (wholeSides && choices.deletes && overlap(src.place, dst.place)) {
    return new FsError('unsupported', 'source and destination overlap: a sync would delete what it is to copy')
  }
  if (wholeSides && choices.moves && overlap(src.place, dst.place)) {
    return new FsError('unsupported', 'source and destination overlap: nothing can be moved into itself')
  }
  return backupInto === undefined ? undefined : backupProblem(src, dst, backupInto, choices)
}

/** Whether one place lies in the other. A sync of a place with itself is harmless: all is as it should be. */
function overlap(src: Place, dst: Place): boolean {
  const [a, b] = [src.path as FsPath, dst.path as FsPath]
  return src.realm === dst.realm && (isBelow(a, b) || isBelow(b, a))
}
