import { createHash } from 'node:crypto'
import type { Fs, FsEntry, Page } from '@tranship/core'

/** Listings come in an order that means nothing, the same each time. */
export function unordered(inner: Fs): Fs {
  const { listAll } = inner
  return {
    ...inner,
    features: { ...inner.features, listingOrder: 'none' },
    list: (directory, options = {}) => shuffled(inner.list(directory, options), options.signal),
    ...(listAll && { listAll: (directory, options = {}) => shuffled(listAll(directory, options), options.signal) }),
  }
}

async function* shuffled(pages: AsyncIterable<Page>, signal: AbortSignal | undefined): AsyncIterable<Page> {
  const entries: { readonly entry: FsEntry; readonly rank: string }[] = []
  for await (const page of pages) for (const entry of page) entries.push({ entry, rank: rankOf(entry) })
  entries.sort((a, b) => (a.rank < b.rank ? -1 : 1))
  signal?.throwIfAborted()
  if (entries.length > 0) yield entries.map(({ entry }) => entry)
}

function rankOf({ path }: FsEntry): string {
  return createHash('md5').update(path).digest('hex')
}
