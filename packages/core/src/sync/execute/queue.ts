/** Work that waits for its turn, in the order of asking, so that whoever finds it can go on looking. */
export interface Queue<Item> {
  /** Waits while as many as may wait do so already. An aborted signal rejects with its reason. */
  put(item: Item): Promise<void>
  /** Waits until all that was put, also meanwhile, has been started; once the signal is aborted nothing more is. */
  drained(): Promise<void>
}

/** `start` is called for one item after the other; that it rejects is only let pass when the signal is aborted. */
export function createQueue<Item>(start: (item: Item) => Promise<void>, most: number, signal: AbortSignal): Queue<Item> {
  const waiting = createLine<Item>()
  let draining: Promise<void> | undefined
  let room: PromiseWithResolvers<void> | undefined
  let failure: { readonly error: unknown } | undefined

  async function drain(): Promise<void> {
    try {
      for (let next = waiting.take(); next !== undefined; next = waiting.take()) {
        room?.resolve()
        room = undefined
        await start(next)
      }
    } catch (error) {
      stop(error)
    } finally {
      draining = undefined
    }
  }

  function stop(error: unknown): void {
    waiting.clear()
    room?.resolve()
    room = undefined
    if (!signal.aborted) failure = { error }
  }

  return {
    put: async (item) => {
      while (waiting.length >= most) {
        room ??= Promise.withResolvers()
        await room.promise
      }
      signal.throwIfAborted()
      if (failure !== undefined) throw failure.error
      waiting.add(item)
      draining ??= drain()
    },
    drained: async () => {
      while (draining !== undefined) await draining
      if (failure !== undefined) throw failure.error
    },
  }
}

/** Items that were taken and are still held. */
const TAKEN = 1000

/** First in, first out. Unlike the `shift` of a long array, taking one costs the same however many there are. */
function createLine<Item>() {
  let items: Item[] = []
  let taken = 0
  return {
    get length() {
      return items.length - taken
    },
    add: (item: Item): void => {
      items.push(item)
    },
    take: (): Item | undefined => {
      const item = items[taken]
      if (taken < items.length) taken++
      if (taken >= TAKEN || taken === items.length) {
        items = items.slice(taken)
        taken = 0
      }
      return item
    },
    clear: (): void => {
      items = []
      taken = 0
    },
  }
}
