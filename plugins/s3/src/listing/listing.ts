import {
  belowRoot,
  bucketPlace,
  compareEntries,
  comparePaths,
  type Features,
  type FsEntry,
  FsError,
  type FsPath,
  fromDate,
  keyPrefix,
  type ListAllOptions,
  nearestPath,
  type OperationOptions,
  type Page,
  pathOfKey,
  pruning,
  ROOT,
  rangeWithin,
  shownPath,
} from '@tranship/core/backend'
import { type Session, steadyRequest } from '../client/session.js'
import type { Settings } from '../client/settings.js'
import { versionPages } from '../versions/version-pages.js'
import { type KeyPage, type KeyQuery, keyPages } from './list-pages.js'
import { type ListedKey, listedObject } from './object-entry.js'

/** Old versions are shown by names that sort elsewhere than their keys. */
export function listingOrder({ provider, view }: Settings): Features['listingOrder'] {
  return view?.kind === 'all' ? 'none' : provider.listingOrder
}

/** One level: of the root the buckets, of a bucket or a directory in it what the next "/" tells apart. */
export async function* listLevel(session: Session, directory: FsPath, options: OperationOptions): AsyncGenerator<Page> {
  if (directory === ROOT) yield await buckets(session, options.signal)
  else yield* entryPages(session, directory, { ...options, delimiter: '/' })
}

/** Everything below a directory; of the root, one bucket after the other. */
export async function* listBelow(session: Session, directory: FsPath, options: ListAllOptions): AsyncGenerator<Page> {
  if (directory !== ROOT) yield* entryPages(session, directory, options)
  else yield* belowRoot([await buckets(session, options.signal)], options, (bucket) => entryPages(session, bucket, options))
}

/** The names of all buckets of the account. */
export async function bucketNames(session: Session, signal: AbortSignal | undefined): Promise<readonly string[]> {
  return (await buckets(session, signal)).map(({ path }) => bucketPlace(path).bucket)
}

async function buckets(session: Session, signal: AbortSignal | undefined): Promise<Page> {
  const { Buckets = [] } = await steadyRequest(session, { path: ROOT, signal }, (s3, http) => s3.listBuckets({}, http))
  const entries = Buckets.map(({ Name = '', CreationDate }): FsEntry => {
    const path = Name.includes('/') ? undefined : shownPath(Name)
    if (path === undefined) throw new FsError('unexpected', `the service names a bucket ${JSON.stringify(Name)}`, { path: ROOT })
    return { kind: 'directory', path, ...(CreationDate === undefined ? {} : { modTime: fromDate(CreationDate) }) }
  })
  return entries.sort(compareEntries)
}

async function* entryPages(
  session: Session,
  directory: FsPath,
  options: ListAllOptions & Pick<KeyQuery, 'delimiter'>,
): AsyncGenerator<Page> {
  const { bucket, ...place } = bucketPlace(directory)
  const prefix = keyPrefix({ bucket, ...place })
  const { delimiter, signal, enter } = options
  const { settings } = session
  const { view } = settings
  const range = rangeWithin(bucket, prefix, options)
  if (range === undefined) return
  const { after, upTo } = range
  const pruned = enter === undefined ? undefined : pruning(bucket, prefix, enter)
  const query: KeyQuery = {
    bucket,
    prefix,
    path: directory,
    signal,
    after: view?.kind === 'all' ? undefined : after,
    ...(delimiter && { delimiter }),
    ...(pruned && view === undefined && { skipped: pruned.skipped }),
  }

  let isEmpty = true
  const isWhole = after === undefined && upTo === undefined && pruned === undefined
  for await (const page of view === undefined ? keyPages(session, query) : versionPages(session, query, view)) {
    const isWanted = ({ key }: ListedKey): boolean =>
      (after === undefined || comparePaths(key, after) > 0) &&
      (upTo === undefined || comparePaths(key, upTo) <= 0) &&
      (pruned === undefined || pruned.isWanted(key))
    if (page.keys.length === 0 && page.prefixes.length === 0) continue
    isEmpty = false
    yield entriesOf(isWhole ? page : { ...page, keys: page.keys.filter(isWanted) }, bucket, prefix, settings)
    const last = page.keys.at(-1)
    if (upTo !== undefined && last !== undefined && listingOrder(settings) === 'path' && comparePaths(last.key, upTo) > 0) return
  }
  if (isEmpty && isWhole && settings.keepsDirectories && prefix !== '')
    throw new FsError('not-found', 'no such directory', { path: directory })
}

/** The entries of a page of keys in path order. The key of the listed directory itself is its marker, and no entry. */
function entriesOf({ keys, prefixes }: KeyPage, bucket: string, prefix: string, settings: Settings): Page {
  const entries: FsEntry[] = []
  for (const listed of keys) {
    if (!isMarker(listed)) entries.push(entryOf(bucket, listed.key, (path) => listedObject(path, listed, settings)))
    else if (listed.key !== prefix)
      entries.push(entryOf(bucket, listed.key.slice(0, -1), (path) => ({ kind: 'directory', path, id: listed.key })))
  }
  for (const name of prefixes) entries.push(entryOf(bucket, name.slice(0, -1), (path) => ({ kind: 'directory', path })))
  return inOrder(entries) ? entries : entries.sort(compareEntries)
}

/** An empty object whose key ends in "/" stands for a directory; one with bytes is an object. */
function isMarker({ key, size }: ListedKey): boolean {
  return size === 0 && key.endsWith('/')
}

function entryOf(bucket: string, key: string, make: (path: FsPath) => FsEntry): FsEntry {
  const path = pathOfKey(bucket, key)
  if (path !== undefined) return make(path)
  const shown = nearestPath(bucket, key)
  const cause = new FsError('invalid-path', `the key ${JSON.stringify(key)} cannot be a path: it has a NUL or is no Unicode text`, {
    path: shown,
  })
  return { kind: 'unreadable', path: shown, cause }
}

function inOrder(entries: readonly FsEntry[]): boolean {
  return entries.every((entry, at) => at === 0 || compareEntries(entries[at - 1] as FsEntry, entry) <= 0)
}
