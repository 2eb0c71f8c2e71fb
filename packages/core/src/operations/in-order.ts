import { untilAborted } from '../fs/until-aborted.js'

/** Results that may wait for an earlier one. */
const AHEAD = 1000

interface Begun<Result> {
  readonly result: Promise<Result>
  readonly isDone: () => boolean
}

/** The results of `work` on each item, in the order of the items, as soon as that lets them; `width` items are worked on at a time. */
export async function* inOrder<Item, Result>(
  pages: AsyncIterable<readonly Item[]>,
  width: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<Result>,
): AsyncIterable<Result> {
  const waiting: Begun<Result>[] = []
  let running = 0
  let room: PromiseWithResolvers<void> | undefined
  const begin = (item: Item): Begun<Result> => {
    let isDone = false
    const end = () => {
      isDone = true
      running--
      room?.resolve()
    }
    const result = work(item)
    running++
    result.then(end, end) // What it fails with is thrown where its turn comes.
    return { result, isDone: () => isDone }
  }
  try {
    for await (const page of pages) {
      for (const item of page) {
        if (running >= width) {
          room = Promise.withResolvers()
          await untilAborted(room.promise, signal)
        }
        signal.throwIfAborted()
        waiting.push(begin(item))
        while (waiting[0]?.isDone() === true || waiting.length > AHEAD) yield await (waiting.shift() as Begun<Result>).result
      }
    }
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) yield await next.result
  } finally {
    await Promise.allSettled(waiting.map(({ result }) => result))
  }
}
