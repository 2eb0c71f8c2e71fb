import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Watches how much memory is held by what is still needed, in the heap and outside of it. */
export interface MemoryWatch {
  /** Looks at it now. */
  look(): Promise<void>
  /** The most bytes that a look has seen above what was held at the beginning. */
  most(): number
}

const COLLECTIONS = 2

/** Garbage is collected before each look, so that what is seen does not depend on when the engine does so by itself. */
export async function watchMemory(): Promise<MemoryWatch> {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  // What one collection has found of buffers, the next one gives back.
  const held = async (): Promise<number> => {
    for (let round = 0; round < COLLECTIONS; round++) {
      collectGarbage()
      await turn()
    }
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const before = await held()
  let most = 0
  return {
    look: async () => {
      most = Math.max(most, (await held()) - before)
    },
    most: () => most,
  }
}
