import { untilAborted } from '../fs/until-aborted.js'

/** Results that may wait for an earlier one. */
const AHEAD = 1000

interface Begun<Result> {
  readonly result: Promise<Result>
  /** Once there is one. */
  outcome?: { readonly value: Result }
  hasFailed?: true
}

/** The results of `work` on each item, in the order of the items, as many at a time as that lets; `width` items are worked on at a time. */
export async function* inOrder<Item, Result>(
  pages: AsyncIterable<readonly Item[]>,
  width: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<Result>,
): AsyncIterable<readonly Result[]> {
  const waiting: Begun<Result>[] = []
  let running = 0
  let room: PromiseWithResolvers<void> | undefined
  const begin = (item: Item): Begun<Result> => {
    const end = () => {
      running--
      room?.resolve()
    }
    const begun: Begun<Result> = { result: work(item) }
    running++
    begun.result.then(
      (value) => {
        begun.outcome = { value }
        end()
      },
      () => {
        begun.hasFailed = true // What it fails with is thrown where its turn comes.
        end()
      },
    )
    return begun
  }
  const takeDone = (): readonly Result[] => {
    const done: Result[] = []
    for (const { outcome } of waiting) {
      if (outcome === undefined) break
      done.push(outcome.value)
    }
    waiting.splice(0, done.length)
    return done
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
        if (waiting.length > AHEAD || waiting[0]?.hasFailed) await waiting[0]?.result
        const done = waiting[0]?.outcome === undefined ? [] : takeDone()
        if (done.length > 0) yield done
      }
    }
    while (waiting.length > 0) {
      await waiting[0]?.result
      yield takeDone()
    }
  } finally {
    await Promise.allSettled(waiting.map(({ result }) => result))
  }
}
