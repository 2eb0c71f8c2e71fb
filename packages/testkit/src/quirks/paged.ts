import type { Fs, Page } from '@tranship/core'

/** Listings come in pages of so many entries at most. */
export function paged(inner: Fs, size: number): Fs {
  const { listAll } = inner
  return {
    ...inner,
    list: (directory, options = {}) => cut(inner.list(directory, options), size, options.signal),
    ...(listAll && { listAll: (directory, options = {}) => cut(listAll(directory, options), size, options.signal) }),
  }
}

async function* cut(pages: AsyncIterable<Page>, size: number, signal: AbortSignal | undefined): AsyncIterable<Page> {
  for await (const page of pages) {
    for (let at = 0; at < page.length; at += size) {
      signal?.throwIfAborted()
      yield page.slice(at, at + size)
    }
  }
}
