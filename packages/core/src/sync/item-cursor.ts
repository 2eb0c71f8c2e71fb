/** A place in a stream of pages, item by item. */
export interface ItemCursor<Item> extends AsyncDisposable {
  /** The item at the place; undefined at the end. */
  peek(): Promise<Item | undefined>
  next(): void
}

export function itemCursor<Item>(pages: AsyncIterable<readonly Item[]>): ItemCursor<Item> {
  const iterator = pages[Symbol.asyncIterator]()
  let page: readonly Item[] = []
  let at = 0
  let ended = false
  return {
    peek: async () => {
      while (!ended && at >= page.length) {
        const result = await iterator.next()
        ended = result.done === true
        page = result.done === true ? [] : result.value
        at = 0
      }
      return page[at]
    },
    next: () => {
      at++
    },
    [Symbol.asyncDispose]: async () => void (await iterator.return?.()),
  }
}
