import type { FsObject } from '../../fs/entry.js'
import { FsError, isFsError } from '../../fs/error.js'
import type { Fs } from '../../fs/fs.js'
import { differingHash } from '../../fs/hash.js'
import type { FsPath } from '../../fs/path.js'
import type { Change } from '../decide/action.js'

/**
 * Rejects with `precondition-failed` unless the files of both sides still are as they were when the change was planned. Of a directory
 * nothing is asked: its time is set whatever it was, and it is removed only when it is empty.
 */
export async function verifyUnchanged(change: Change, src: Fs, dst: Fs, signal: AbortSignal): Promise<void> {
  switch (change.do) {
    case 'copy':
      await Promise.all([
        stillThere(src, change.src, 'source', signal),
        change.dst === undefined ? stillFree(dst, change.path, signal) : stillThere(dst, change.dst, 'destination', signal),
      ])
      return
    case 'touch':
    case 'delete':
      if (change.dst.kind === 'object') await stillThere(dst, change.dst, 'destination', signal)
      return
    case 'rename':
      await Promise.all([stillThere(dst, change.dst, 'destination', signal), stillFree(dst, change.path, signal)])
      return
    case 'drop':
      if (change.src.kind === 'object') await stillThere(src, change.src, 'source', signal)
      return
    case 'make':
      return
  }
}

async function stillThere(fs: Fs, planned: FsObject, side: string, signal: AbortSignal): Promise<void> {
  const { path } = planned
  const found = await fs.stat(path, { signal }).catch((error: unknown) => {
    if (isFsError(error, 'not-found') || isFsError(error, 'is-directory')) return undefined
    throw error
  })
  if (found === undefined) throw new FsError('precondition-failed', `the ${side} is gone since it was planned`, { path })
  if (!isSame(planned, found)) throw new FsError('precondition-failed', `the ${side} has changed since it was planned`, { path })
}

async function stillFree(fs: Fs, path: FsPath, signal: AbortSignal): Promise<void> {
  try {
    await fs.stat(path, { signal })
  } catch (error) {
    if (isFsError(error, 'not-found')) return
    throw error
  }
  throw new FsError('precondition-failed', 'the destination has a file there since it was planned', { path })
}

/** What is known of both must agree. */
function isSame(planned: FsObject, found: FsObject): boolean {
  const agree = <Value>(a: Value | undefined, b: Value | undefined) => a === undefined || b === undefined || a === b
  return (
    agree(planned.version, found.version) &&
    agree(planned.size, found.size) &&
    agree(planned.modTime, found.modTime) &&
    differingHash(planned.hashes, found.hashes) === undefined
  )
}
