import { type BigIntStats, type Dirent, lstatSync, statSync } from 'node:fs'
import { type FsEntry, type FsError, joinPath } from '@tranship/core/backend'
import { classified, failure, localError } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import { LINK_SUFFIX } from '../names/link-text.js'
import type { Located } from '../names/locate.js'
import { child, type NativePath } from '../names/native-path.js'
import { isLeftover, isTemporaryName } from '../names/temporary-name.js'
import { directoryOf, kindOf, kindOfStatus, objectOf } from '../status/file-entry.js'
import { byKey, type EntryName, entryName, readNames } from './entry-name.js'
import { leadsBack } from './link-loop.js'
import { mergeRuns } from './merge-runs.js'

/** Entries, whose statuses take about two milliseconds to read. */
const PAGE = 1000

/** Entries after which the clock is looked at: on a slow disk so few take as long. */
const GLANCE = 16

export interface ScanOptions {
  /** Directories of another device are left out. */
  readonly device?: bigint
  /** Told the order key of an entry; what is not wanted is not looked at. */
  wants?(key: string): boolean
}

/**
 * A directory in path order, page by page. Between two pages, which may be empty, it may be left alone for a while. Throws, before the
 * first page, where the directory cannot be read.
 */
export function* scanDirectory(
  root: LocalRoot,
  directory: Located,
  options: ScanOptions = {},
): Generator<readonly FsEntry[], void, undefined> {
  const names = readNames(directory.native, (entry, native) => nameOf(root, directory, entry, native))
  let step = classified(directory, () => names.next())
  for (; step.done !== true; step = classified(directory, () => names.next())) yield []
  let page: FsEntry[] = []
  let last: string | undefined
  const [only = [], ...others] = step.value
  for (const name of others.length === 0 ? only : mergeRuns(step.value, byKey)) {
    if (options.wants?.(joinPath(directory.path, name.key)) === false) continue
    const entry = name.key === last ? secondOfName(directory, name) : entryOf(root, directory, name, options)
    last = name.key
    if (entry === undefined) continue
    const length = page.push(entry)
    if (length < PAGE && (length % GLANCE > 0 || !root.slices.isOver())) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

/** What an entry is shown as; undefined for what is left out. */
function nameOf(root: LocalRoot, directory: Located, entry: Dirent | Dirent<Buffer>, native: NativePath): EntryName | undefined {
  const kind = kindOf(entry)
  switch (kind) {
    case 'directory':
      return entryName(root, native, kind)
    case 'file':
      if (!isTemporaryName(native)) return entryName(root, native, kind)
      if (isLeftover(directory.native, native)) root.leftovers.note(directory.native, native)
      return undefined
    case 'symbolic link':
      if (root.links === 'text') return entryName(root, native, kind, LINK_SUFFIX)
      if (root.links === 'follow') return followedName(root, directory, native)
      break
  }
  const isSilent = kind === 'symbolic link' ? root.options.skip_links : root.options.skip_specials
  if (!isSilent) root.log('notice', `${kind} skipped`, joinPath(directory.path, entryName(root, native, kind).shown))
  return undefined
}

/** The name of a link with the kind of what it leads to; a link that leads nowhere keeps its own. */
function followedName(root: LocalRoot, directory: Located, native: NativePath): EntryName | undefined {
  const shown = entryName(root, native, 'symbolic link')
  let status: BigIntStats | undefined
  try {
    status = statSync(child(directory.native, native), { bigint: true, throwIfNoEntry: false })
  } catch {
    // told when its turn comes
  }
  const kind = status === undefined ? 'symbolic link' : kindOfStatus(status)
  if (kind === 'file') return { ...shown, kind }
  if (kind === 'directory' || kind === 'symbolic link') return { ...shown, kind, key: `${shown.shown}/`, byLink: true }
  if (!root.options.skip_specials) root.log('notice', `${kind} skipped`, joinPath(directory.path, shown.shown))
  return undefined
}

/** Undefined when the file has gone meanwhile, or is left out. */
function entryOf(root: LocalRoot, directory: Located, name: EntryName, { device }: ScanOptions): FsEntry | undefined {
  const path = joinPath(directory.path, name.shown)
  const native = child(directory.native, name.native)
  try {
    const status = (root.links === 'follow' ? statSync : lstatSync)(native, { bigint: true, throwIfNoEntry: false })
    if (status === undefined) {
      return name.byLink ? unreadable(failure('not-found', 'symbolic link that leads nowhere', { path, native })) : undefined
    }
    if (kindOfStatus(status) !== name.kind) return unreadable(failure('unavailable', 'replaced while it was listed', { path, native }))
    if (name.kind !== 'directory') return objectOf(root, path, status)
    if (device !== undefined && status.dev !== device) {
      root.log('notice', 'directory of another file system skipped', path)
      return undefined
    }
    if (name.byLink && leadsBack(root, directory.path, status)) {
      return unreadable(failure('denied', 'symbolic link that leads back to where it lies', { path, native }))
    }
    return directoryOf(root, path, status)
  } catch (error) {
    return unreadable(localError(error, { path, native }))
  }
}

/** Where two names of a directory are shown as one, the first stands for it. */
function secondOfName(directory: Located, name: EntryName): FsEntry {
  const at = { path: joinPath(directory.path, name.shown), native: child(directory.native, name.native) }
  return unreadable(failure('already-exists', 'another file is shown by the same name', at))
}

/** Nothing is known of the place that the error names. */
export function unreadable(cause: FsError): FsEntry {
  return { kind: 'unreadable', path: cause.path as FsEntry['path'], cause }
}
