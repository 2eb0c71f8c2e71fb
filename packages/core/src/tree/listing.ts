import type { Page } from '../fs/entry.js'
import type { Fs, OperationOptions } from '../fs/fs.js'
import { type FsPath, ROOT } from '../fs/path.js'
import { guardOrder, legalNames } from './guard.js'
import { withEscapesInPlace, withImpliedDirectories } from './implied.js'
import { sorted } from './spool.js'
import { type WalkOptions, walk } from './walk.js'

/**
 * Everything below a directory in path order, each directory once and before what is in it, whatever the Fs itself
 * promises of its listings: by `listAll` where it has that, else by a walk. Fails when a listing that claims path order
 * breaks it.
 */
export function listing(fs: Fs, directory: FsPath = ROOT, options: WalkOptions = {}): AsyncIterable<Page> {
  const { duplicates, listingOrder } = fs.features
  if (fs.listAll === undefined) return guardOrder(walk(fs, directory, options), duplicates)
  const all = legalNames(fs.listAll(directory, options.signal === undefined ? {} : { signal: options.signal }), directory, 'tree')
  const inOrder = listingOrder === 'path' ? withEscapesInPlace(all) : sorted(all)
  return guardOrder(withImpliedDirectories(inOrder, directory), duplicates)
}

/** One level of a directory, whole and in path order. */
export function level(fs: Fs, directory: FsPath = ROOT, options: OperationOptions = {}): AsyncIterable<Page> {
  return sorted(legalNames(fs.list(directory, options), directory, 'level'))
}
