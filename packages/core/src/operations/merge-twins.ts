import type { FsDirectory } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { type FsPath, isBelow, joinPath, relativeTo } from '../fs/path.js'
import { subdirectory } from '../layers/subdirectory.js'
import { listing } from '../tree/listing.js'
import { freeName } from './free-name.js'
import { removeEmptyDirectories } from './remove-empty-directories.js'

/**
 * Merges directories of one path into one. Each further one is moved to a name of its own first, so that what is in it can be
 * told from the rest, then emptied into the path that is left, then removed: whatever interrupts it, no file is without a name.
 * Below it no name may be given twice: `unresolved` are those that are.
 */
export async function mergeTwins(
  fs: Fs,
  directories: readonly FsDirectory[],
  unresolved: ReadonlySet<FsPath>,
  signal: AbortSignal,
): Promise<void> {
  const [first, ...others] = directories
  if (first === undefined) return
  const { path } = first
  if (fs.moveDirectory === undefined || fs.move === undefined) {
    throw new FsError('unsupported', 'this storage cannot merge directories of one name', { path })
  }
  if ([...unresolved].some((file) => isBelow(file, path))) {
    throw new FsError('already-exists', 'directories of one name are not merged, as files of one name are left in them', { path })
  }
  for (const directory of others) {
    const { path: aside } = await freeName(fs, path, 1, signal)
    await fs.moveDirectory(directory, aside, { signal })
    while ((await moveFiles(fs, aside, path, signal)) > 0); // What is moved away may make a listing pass over the next one.
    const { firstError } = await removeEmptyDirectories(subdirectory(fs, aside), { signal })
    if (firstError !== undefined) throw firstError
  }
}

/** Moves what is below one directory to another, as far as the listing tells of it. Returns how many files that were. */
async function moveFiles(fs: Fs, from: FsPath, to: FsPath, signal: AbortSignal): Promise<number> {
  let moved = 0
  for await (const page of listing(fs, from, { signal })) {
    for (const entry of page) {
      const target = joinPath(to, relativeTo(entry.path, from))
      if (entry.kind === 'unreadable') throw entry.cause
      if (entry.kind === 'directory') await fs.mkdir(target, { signal })
      else {
        await fs.move?.(entry, target, { signal, replaces: 'nothing' })
        moved++
      }
    }
  }
  return moved
}
