import { everything, type Filter } from '../filter/filter.js'
import type { FsEntry, Page } from '../fs/entry.js'
import type { Fs } from '../fs/fs.js'
import { type FsPath, isBelow, ROOT } from '../fs/path.js'
import { closedDirectories } from './closed.js'
import { entered } from './entered.js'
import { filtered } from './filtered.js'
import { filteredLevel } from './filtered-level.js'
import { guardOrder, legalNames } from './guard.js'
import { type Ignoring, ignoring } from './ignoring.js'
import { withEscapesInPlace, withImpliedDirectories } from './implied.js'
import { type LookupOptions, lookup } from './lookup.js'
import { plainFirst } from './plain.js'
import { type ListRange, split } from './split.js'
import { type SpoolOptions, sorted } from './spool.js'
import { type WalkOptions, walk } from './walk.js'

export interface LevelOptions extends LookupOptions, SpoolOptions {
  /** What is told; its paths are those of the Fs, whatever directory is listed. */
  readonly filter?: Filter
}

export interface ListingOptions extends WalkOptions, LevelOptions {
  /** `none`: what the Fs promises of the order of its listings is not relied on (see `withListings`). */
  readonly order?: 'none' | undefined
}

/**
 * Everything below a directory that the filter wants, in path order, each directory once and before what is in it, whatever
 * the Fs itself promises of its listings: by `listAll` where it has that, else by a walk; only the paths of a filter that has
 * a list of them are looked up one by one. Fails when a listing that claims path order breaks it.
 */
export function listing(fs: Fs, directory: FsPath = ROOT, options: ListingOptions = {}): AsyncIterable<Page> {
  const { filter = everything, signal } = options
  if (filter.only !== undefined) {
    const paths = filter.only.filter((path) => isBelow(path, directory))
    const found = withImpliedDirectories(lookup(fs, paths, options), directory)
    return options.enter === undefined ? found : entered(found, options.enter)
  }
  const left = ignoring(fs, filter, signal)
  const all = whole(fs, directory, options, filter, left)
  return filter === everything ? all : filtered(fs, all, filter, left, options)
}

function whole(fs: Fs, directory: FsPath, options: ListingOptions, filter: Filter, left: Ignoring | undefined): AsyncIterable<Page> {
  const enter = (path: FsPath): boolean =>
    (options.enter?.(path) ?? true) && filter.directory(path) && left?.ignores({ kind: 'directory', path }) !== true
  const { listAll, features } = fs
  if (listAll === undefined || left !== undefined) {
    const walked = walk(fs, directory, { ...options, enter, ...(left !== undefined && { skips: left.leavesOut }) })
    return guardOrder(walked, features.duplicates)
  }
  const { signal, order = features.listingOrder } = options
  const closed = filter === everything && options.enter === undefined ? undefined : closedDirectories(enter)
  const list: ListRange = (range) => listAll.call(fs, directory, { ...range, ...(closed !== undefined && { enter: closed.enter }) })
  const isSplit = order === 'path' && features.documentsByteOrder === true && !(features.buckets && directory === ROOT)
  const told = isSplit ? split(list, signal) : list(signal === undefined ? {} : { signal })
  const cared = (pages: AsyncIterable<Page>, before?: FsEntry): AsyncIterable<Page> => {
    const legal = legalNames(pages, directory, 'tree')
    const inOrder = order === 'path' ? withEscapesInPlace(legal, options) : sorted(legal, options)
    return guardOrder(withImpliedDirectories(closed?.toldIn(inOrder) ?? inOrder, directory, before), features.duplicates, before)
  }
  return order === 'path' && closed === undefined ? plainFirst(told, directory, cared) : cared(told)
}

/** One level of a directory, whole and in path order: what the filter wants of it. */
export function level(fs: Fs, directory: FsPath = ROOT, options: LevelOptions = {}): AsyncIterable<Page> {
  const { filter = everything, signal } = options
  const all = legalNames(fs.list(directory, signal === undefined ? {} : { signal }), directory, 'level')
  return filter === everything ? sorted(all, options) : filteredLevel(fs, directory, all, filter, options)
}
