/** A place in a stream of pages. */
export interface PageCursor<Item> extends AsyncDisposable {
  entry(): Item | undefined
  next(): void
  /** The page is used up: `fill` must be awaited before the next `entry`. */
  isEmpty(): boolean
  fill(): Promise<void>
  /** The item at the place, filled as needed; undefined at the end. */
  peek(): Promise<Item | undefined>
}

export function pageCursor<Item>(pages: AsyncIterable<readonly Item[]>): PageCursor<Item> {
  const iterator = pages[Symbol.asyncIterator]()
  let page: readonly Item[] = []
  let at = 0
  let ended = false
  const fill = async (): Promise<void> => {
    while (!ended && at >= page.length) {
      const result = await iterator.next()
      ended = result.done === true
      page = result.done === true ? [] : result.value
      at = 0
    }
  }
  return {
    entry: () => page[at],
    next: () => {
      at++
    },
    isEmpty: () => !ended && at >= page.length,
    fill,
    peek: async () => {
      await fill()
      return page[at]
    },
    [Symbol.asyncDispose]: async () => {
      await iterator.return?.()
    },
  }
}
