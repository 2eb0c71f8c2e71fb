import {
  belowRoot,
  comparePaths,
  type FsDirectory,
  type FsEntry,
  FsError,
  type FsPath,
  keyPrefix,
  type ListAllOptions,
  type OperationOptions,
  type Page,
  pruning,
  ROOT,
  rangeWithin,
  shownPath,
} from '@tranship/core/backend'
import type { Session } from './client.js'
import { createPlacing } from './directory-order.js'
import { entriesOf } from './entries.js'
import { placeOf } from './key.js'
import { type NameQuery, namePages } from './list-pages.js'
import type { ListedName } from './listed-name.js'

/** One level: of the root the containers, of a container or a directory in it what the next "/" tells apart. */
export async function* listLevel(session: Session, directory: FsPath, options: OperationOptions): AsyncGenerator<Page> {
  if (directory === ROOT) yield* containerPages(session, options.signal)
  else yield* entryPages(session, directory, { ...options, delimiter: '/' })
}

/** Everything below a directory; of the root, one container after the other. */
export async function* listBelow(session: Session, directory: FsPath, options: ListAllOptions): AsyncGenerator<Page> {
  if (directory !== ROOT) yield* entryPages(session, directory, options)
  else yield* belowRoot(containerPages(session, options.signal), options, (bucket) => entryPages(session, bucket, options))
}

async function* containerPages(session: Session, signal: AbortSignal | undefined): AsyncGenerator<readonly FsDirectory[]> {
  for await (const names of namePages(session, { prefix: '', path: ROOT, signal })) {
    yield names.map(containerOf)
  }
}

function containerOf(listed: ListedName): FsDirectory {
  const path = listed.name.includes('/') ? undefined : shownPath(listed.name)
  if (path === undefined || listed.kind !== 'object')
    throw new FsError('unexpected', `the service names a container ${JSON.stringify(listed.name)}`, { path: ROOT })
  const { bytes, count, lastModified } = listed
  return {
    kind: 'directory',
    path,
    size: bytes,
    ...(count !== undefined && { count }),
    ...(lastModified !== undefined && { modTime: lastModified }),
  }
}

async function* entryPages(
  session: Session,
  directory: FsPath,
  options: ListAllOptions & Pick<NameQuery, 'delimiter'>,
): AsyncGenerator<Page> {
  const place = placeOf(directory)
  const { bucket } = place
  const prefix = keyPrefix(place)
  const { delimiter, signal, enter } = options
  const range = rangeWithin(bucket, prefix, options)
  if (range === undefined) return
  const { after, upTo } = range
  const pruned = enter === undefined ? undefined : pruning(bucket, prefix, enter)
  const placing = createPlacing()
  const query: NameQuery = {
    bucket,
    prefix,
    path: directory,
    signal,
    after,
    upTo,
    ...(delimiter && { delimiter }),
    ...(pruned && { skipped: pruned.skipped }),
  }
  const isWanted = ({ name }: ListedName): boolean =>
    (after === undefined || comparePaths(name, after) > 0) &&
    (upTo === undefined || comparePaths(name, upTo) <= 0) &&
    (pruned === undefined || pruned.isWanted(name))

  for await (const names of namePages(session, query)) {
    const wanted = names.filter((listed) => !isMarkerOf(listed, prefix) && isWanted(listed))
    const page: FsEntry[] = placing.place(await entriesOf(session, bucket, wanted, signal))
    signal?.throwIfAborted()
    yield page
  }
  const rest = placing.rest()
  if (rest.length > 0) yield rest
}

/** The empty name of the listed directory itself is its marker, and no entry. */
function isMarkerOf(listed: ListedName, prefix: string): boolean {
  return listed.name === prefix && listed.kind === 'object' && listed.bytes === 0
}
