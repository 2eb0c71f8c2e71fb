import type { FsDirectory, FsObject, Page } from '../../fs/entry.js'
import { createSpool, type SpoolOptions } from '../../tree/spool.js'

/** What the destination has and the source has not: it waits until its delete is allowed. */
export interface Extras extends AsyncDisposable {
  add(entry: FsObject | FsDirectory): Promise<void>
  /** Objects and directories. */
  readonly size: number
  readonly objects: number
  readonly bytes: number
  inOrder(): AsyncIterable<Page>
}

export function createExtras(options: SpoolOptions): Extras {
  const spool = createSpool(options)
  let objects = 0
  let bytes = 0
  return {
    add: async (entry) => {
      if (entry.kind === 'object') {
        objects++
        bytes += entry.size ?? 0
      }
      await spool.add([entry])
    },
    get size() {
      return spool.size
    },
    get objects() {
      return objects
    },
    get bytes() {
      return bytes
    },
    inOrder: () => spool.inOrder(),
    [Symbol.asyncDispose]: () => spool[Symbol.asyncDispose](),
  }
}
