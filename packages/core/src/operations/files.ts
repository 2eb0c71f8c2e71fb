import type { Filter } from '../filter/filter.js'
import type { FsObject, Page } from '../fs/entry.js'
import type { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { type FsPath, ROOT } from '../fs/path.js'
import { downTo } from '../tree/entered.js'
import { listing } from '../tree/listing.js'
import type { SpoolOptions } from '../tree/spool.js'

/** Which part of an Fs an operation is about. */
export interface TreeChoices extends SpoolOptions {
  readonly signal?: AbortSignal
  /** What is wanted; absent: everything. */
  readonly filter?: Filter
  /** How many levels down is looked: 1 is the root alone; absent: all. */
  readonly maxDepth?: number
}

/** Which files an operation is about. */
export interface FileChoices extends TreeChoices {
  /** Just these objects, whatever the filter says of them; no listing is started. */
  readonly only?: readonly FsObject[]
}

/** All that was chosen of an Fs, in path order. */
export function chosen(fs: Fs, { signal, filter, maxDepth, scratch }: TreeChoices): AsyncIterable<Page> {
  const choices = { ...(signal && { signal }), ...(filter && { filter }), ...(scratch && { scratch }) }
  return listing(fs, ROOT, { ...choices, ...downTo(maxDepth) })
}

/** The files that were chosen, in path order. A place that cannot be read is told of, and the listing goes on behind it. */
export async function* filePages(
  fs: Fs,
  choices: FileChoices,
  unreadable: (path: FsPath, cause: FsError) => void,
): AsyncIterable<readonly FsObject[]> {
  if (choices.only !== undefined) return yield choices.only
  for await (const page of chosen(fs, choices)) {
    const objects: FsObject[] = []
    for (const entry of page) {
      if (entry.kind === 'object') objects.push(entry)
      else if (entry.kind === 'unreadable') unreadable(entry.path, entry.cause)
    }
    if (objects.length > 0) yield objects
  }
}
