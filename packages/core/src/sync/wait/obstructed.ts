import { createSpoolOf, type SpoolOptions } from '../../tree/spool.js'
import type { CopyAction } from '../decide/action.js'
import { copyPacking } from './action-packing.js'

/** Copies that an entry of the other kind at the destination, which is to be deleted, stands in the way of. */
export interface Obstructed extends AsyncDisposable {
  add(action: CopyAction): Promise<void>
  /** All that were added since the last time; those that are added meanwhile wait for the next. */
  release(): AsyncIterable<readonly CopyAction[]>
}

export function createObstructed(options: SpoolOptions): Obstructed {
  const newSpool = () => createSpoolOf({ packing: copyPacking, key: ({ path }: CopyAction) => path }, options)
  let spool = newSpool()
  return {
    add: (action) => spool.add([action]),
    release: () => {
      const released = spool
      spool = newSpool()
      return released.inOrder()
    },
    [Symbol.asyncDispose]: () => spool[Symbol.asyncDispose](),
  }
}
