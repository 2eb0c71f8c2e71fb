import {
  belowRoot,
  comparePaths,
  type FsEntry,
  type FsPath,
  keyPrefix,
  type ListAllOptions,
  type OperationOptions,
  orderKey,
  type Page,
  pruning,
  ROOT,
  rangeWithin,
} from '@tranship/core/backend'
import { bucketPages } from '../buckets/bucket-pages.js'
import type { Session } from '../client.js'
import { placeOf } from '../key.js'
import { decodedKey, encodedKey } from '../key-encoding.js'
import { entriesOf, isMarker } from './entries.js'
import { type ListedName, type NameQuery, namePages } from './list-pages.js'

/** One level: of the root the buckets, of a bucket or a directory in it what the next "/" tells apart. */
export async function* listLevel(session: Session, directory: FsPath, options: OperationOptions): AsyncGenerator<Page> {
  if (directory === ROOT) yield* bucketPages(session, options.signal)
  else yield* entryPages(session, directory, { ...options, delimiter: '/' })
}

/** Everything below a directory; of the root, one bucket after the other. */
export async function* listBelow(session: Session, directory: FsPath, options: ListAllOptions): AsyncGenerator<Page> {
  if (directory !== ROOT) yield* entryPages(session, directory, options)
  else yield* belowRoot(bucketPages(session, options.signal), options, (bucket) => entryPages(session, bucket, options))
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
  const after = range.after === undefined ? undefined : encodedKey(range.after)
  const upTo = range.upTo === undefined ? undefined : encodedKey(range.upTo)
  const pruned = enter === undefined ? undefined : pruning(bucket, prefix, enter)
  const query: NameQuery = {
    bucket,
    prefix,
    path: directory,
    signal,
    from: after,
    upTo,
    ...(delimiter && { delimiter }),
    ...(pruned && { skipped: () => resumingAt(pruned.skipped()) }),
  }
  const isWanted = ({ name }: ListedName): boolean =>
    (after === undefined || comparePaths(name, after) > 0) &&
    (upTo === undefined || comparePaths(name, upTo) <= 0) &&
    (pruned === undefined || pruned.isWanted(name))

  for await (const names of namePages(session, query)) {
    // The empty name of the listed directory itself is its marker, and no entry.
    const wanted = names.filter((listed) => !(listed.name === prefix && isMarker(listed)) && isWanted(listed))
    const page: FsEntry[] = entriesOf(session.settings, bucket, wanted)
    // Names that are stored otherwise are told where they sort, as far as one page allows.
    if (wanted.some(({ name }) => decodedKey(name) !== name)) page.sort((a, b) => comparePaths(orderKey(a), orderKey(b)))
    signal?.throwIfAborted()
    yield page
  }
}

/** The first name after all that begin with a directory's, given the last one that is not wanted: "d0" follows on "d/…". */
function resumingAt(last: string | undefined): string | undefined {
  return last?.endsWith('/\u{10ffff}') ? `${last.slice(0, -3)}0` : last
}
