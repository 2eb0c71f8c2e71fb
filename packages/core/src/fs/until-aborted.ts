import type { Bytes } from './bytes.js'
import { whenAborted } from './when-aborted.js'

/** What `work` gives, or at once the reason of the signal when it is aborted first. The work itself goes on unobserved. */
export function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const give = () => reject(signal.reason)
    if (signal.aborted) give()
    const endWait = whenAborted(signal, give)
    work.then(
      (result) => {
        endWait()
        resolve(result)
      },
      (error) => {
        endWait()
        reject(error)
      },
    )
  })
}

/** The chunks of `body`, each awaited no longer than until the signal is aborted, even where the body does not heed it. */
export async function* pulled(body: Bytes, signal: AbortSignal | undefined): Bytes {
  const chunks = body[Symbol.asyncIterator]()
  let ended = false
  try {
    for (;;) {
      signal?.throwIfAborted()
      // One promise a chunk: a race against one that lives as long as the body would keep every chunk.
      const next = await untilAborted(chunks.next(), signal)
      if (next.done) {
        ended = true
        return
      }
      yield next.value
    }
  } finally {
    if (!ended) void Promise.resolve(chunks.return?.()).catch(() => {}) // it may wait for a chunk that never comes
  }
}
