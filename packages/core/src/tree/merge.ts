import { PAGE_SIZE } from './page.js'

/** How items are ordered: by a text that each has, whose order is `compare`. */
export interface Ordering<Item> {
  key(item: Item): string
  compare(a: string, b: string): number
}

interface Source<Item> {
  readonly rank: number
  readonly pages: Iterator<readonly Item[]>
  page: readonly Item[]
  at: number
  key: string
}

/** Merges runs that are in order; of items with one key those of the earlier run come first. Holds one page of each. */
export function* merged<Item>(runs: Iterable<Iterable<readonly Item[]>>, { key, compare }: Ordering<Item>): Iterable<readonly Item[]> {
  const heap: Source<Item>[] = []
  let rank = 0
  for (const run of runs) {
    const source: Source<Item> = { rank: rank++, pages: run[Symbol.iterator](), page: [], at: 0, key: '' }
    if (turnPage(source)) heap.push(source)
  }
  for (let at = Math.floor(heap.length / 2) - 1; at >= 0; at--) sink(at)

  let page: Item[] = []
  for (let first = heap[0]; first !== undefined; first = heap[0]) {
    page.push(first.page[first.at++] as Item)
    if (page.length >= PAGE_SIZE) {
      yield page
      page = []
    }
    if (first.at < first.page.length) first.key = key(first.page[first.at] as Item)
    else if (!turnPage(first)) {
      const last = heap.pop() as Source<Item>
      if (last === first) continue
      heap[0] = last
    }
    sink(0)
  }
  if (page.length > 0) yield page

  function turnPage(source: Source<Item>): boolean {
    do {
      const next = source.pages.next()
      if (next.done === true) return false
      source.page = next.value
      source.at = 0
    } while (source.page.length === 0)
    source.key = key(source.page[0] as Item)
    return true
  }

  /** Moves a source down the heap until none below it comes before it. */
  function sink(start: number): void {
    let at = start
    const source = heap[at] as Source<Item>
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Source<Item>, heap[child] as Source<Item>)) child++
      if (!isBefore(heap[child] as Source<Item>, source)) break
      heap[at] = heap[child] as Source<Item>
      at = child
    }
    heap[at] = source
  }

  function isBefore(a: Source<Item>, b: Source<Item>): boolean {
    const step = compare(a.key, b.key)
    return step < 0 || (step === 0 && a.rank < b.rank)
  }
}

/** Sorts items; those of one key stay as they were. */
export function sortedBy<Item>(items: readonly Item[], { key, compare }: Ordering<Item>): Item[] {
  const keyed = items.map((item) => ({ item, key: key(item) }))
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ item }) => item)
}
