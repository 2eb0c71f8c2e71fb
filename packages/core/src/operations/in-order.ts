import { createGate } from '../http/gate.js'

/** Results that may wait for an earlier one. */
const AHEAD = 1000

/** The results of `work` on each item, in the order of the items, as soon as that lets them; `width` items are worked on at a time. */
export async function* inOrder<Item, Result>(
  pages: AsyncIterable<readonly Item[]>,
  width: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<Result>,
): AsyncIterable<Result> {
  const gate = createGate(width)
  const waiting: { readonly result: Promise<Result>; done: boolean }[] = []
  const begin = (item: Item, leave: () => void) => {
    const entry = {
      done: false,
      result: work(item).finally(() => {
        entry.done = true
        leave()
      }),
    }
    entry.result.catch(() => {}) // It is thrown where its turn comes.
    waiting.push(entry)
  }
  try {
    for await (const page of pages) {
      for (const item of page) {
        begin(item, await gate.enter(signal))
        while (waiting[0]?.done === true || waiting.length > AHEAD) yield await (waiting.shift() as (typeof waiting)[number]).result
      }
    }
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) yield await next.result
  } finally {
    await Promise.allSettled(waiting.map(({ result }) => result))
  }
}
