import type { FsEntry, Page } from '../fs/entry.js'
import { compareEntries } from '../fs/order.js'
import { PAGE_SIZE } from './page.js'

/** A store for entries that must be sorted or must wait. */
export interface Spool {
  add(entries: Page): Promise<void>
  readonly size: number
  /** What was added, in path order; entries of one path in the order of adding. Once, after the last `add`. */
  inOrder(): AsyncIterable<Page>
}

/** A spool that keeps its entries in memory. */
export function createSpool(): Spool {
  const entries: FsEntry[] = []
  return {
    add: async (page) => {
      for (const entry of page) entries.push(entry)
    },
    get size() {
      return entries.length
    },
    inOrder: async function* () {
      entries.sort(compareEntries)
      for (let start = 0; start < entries.length; start += PAGE_SIZE) yield entries.slice(start, start + PAGE_SIZE)
    },
  }
}

/** A whole stream of pages, sorted. */
export async function* sorted(pages: AsyncIterable<Page>): AsyncIterable<Page> {
  const spool = createSpool()
  for await (const page of pages) await spool.add(page)
  yield* spool.inOrder()
}
