import type { FsEntry, Page } from '../src/fs/entry.js'
import type { Fs } from '../src/fs/fs.js'

export interface FlatOptions {
  readonly pageSize?: number
  /** Reorders what is listed. */
  readonly shuffled?: (entries: FsEntry[]) => FsEntry[]
  /** As S3 does: times only by `stat`. */
  readonly hidesTimes?: boolean
}

/** The Fs as a bucket store shows it: a flat listing of objects, directories only as parts of their names. */
export function flat(inner: Fs, options: FlatOptions = {}): Fs {
  const { pageSize = 3, shuffled, hidesTimes = false } = options
  return {
    ...inner,
    features: { ...inner.features, realDirectories: false, listingOrder: shuffled === undefined ? 'path' : 'none' },
    listAll: async function* (directory, listOptions): AsyncIterable<Page> {
      if (inner.listAll === undefined) return
      let objects: FsEntry[] = []
      for await (const page of inner.listAll(directory, listOptions)) {
        for (const entry of page) if (entry.kind === 'object') objects.push(hidesTimes ? timeless(entry) : entry)
      }
      if (shuffled !== undefined) objects = shuffled(objects)
      for (let at = 0; at < objects.length; at += pageSize) yield objects.slice(at, at + pageSize)
    },
  }
}

function timeless(entry: FsEntry): FsEntry {
  if (entry.kind !== 'object') return entry
  const { modTime: _hidden, ...rest } = entry
  return rest
}

/** The Fs without `listAll`: core must walk it. */
export function walked(inner: Fs): Fs {
  const { listAll: _hidden, ...rest } = inner
  return rest
}
