/** Sorted runs as one sorted sequence, item by item: no more is compared than is pulled. */
export function* mergeRuns<Item>(
  runs: readonly (readonly Item[])[],
  compare: (a: Item, b: Item) => number,
): Generator<Item, void, undefined> {
  /** A binary heap: what is above is never greater than what is below. */
  const heads = runs.filter((run) => run.length > 0).map((run) => ({ run, at: 0, item: run[0] as Item }))
  const order = (a: number, b: number) => compare((heads[a] as Head<Item>).item, (heads[b] as Head<Item>).item)
  const sink = (start: number) => {
    for (let above = start; ; ) {
      let least = above
      for (const below of [2 * above + 1, 2 * above + 2]) if (below < heads.length && order(below, least) < 0) least = below
      if (least === above) return
      ;[heads[above], heads[least]] = [heads[least] as Head<Item>, heads[above] as Head<Item>]
      above = least
    }
  }
  for (let at = heads.length >> 1; at >= 0; at--) sink(at)
  while (heads.length > 0) {
    const head = heads[0] as Head<Item>
    yield head.item
    if (++head.at < head.run.length) head.item = head.run[head.at] as Item
    else {
      const last = heads.pop() as Head<Item>
      if (heads.length > 0) heads[0] = last
    }
    sink(0)
  }
}

interface Head<Item> {
  readonly run: readonly Item[]
  at: number
  item: Item
}
