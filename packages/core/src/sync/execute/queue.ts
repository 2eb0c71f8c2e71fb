/** Work that waits for its turn, in the order of asking, so that whoever finds it can go on looking. */
export interface Queue<Item> {
  /** Waits while as many as may wait do so already. An aborted signal rejects with its reason. */
  put(item: Item): Promise<void>
  /** Waits until all that was put, also meanwhile, has been started; once the signal is aborted nothing more is. */
  drained(): Promise<void>
}

/** `start` is called for one item after the other; that it rejects is only let pass when the signal is aborted. */
export function createQueue<Item>(start: (item: Item) => Promise<void>, most: number, signal: AbortSignal): Queue<Item> {
  const waiting: Item[] = []
  let draining: Promise<void> | undefined
  let room: PromiseWithResolvers<void> | undefined
  let failure: { readonly error: unknown } | undefined

  async function drain(): Promise<void> {
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
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
    waiting.length = 0
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
      waiting.push(item)
      draining ??= drain()
    },
    drained: async () => {
      while (draining !== undefined) await draining
      if (failure !== undefined) throw failure.error
    },
  }
}
