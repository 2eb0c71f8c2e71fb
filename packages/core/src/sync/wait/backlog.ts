import { createSpoolOf, type Spool, type SpoolOptions } from '../../tree/spool.js'
import type { CopyAction } from '../decide/action.js'
import type { SyncChoices, TransferOrder } from '../decide/choices.js'
import { copyPacking } from './action-packing.js'

/** Transfers that wait until all is compared, and then come in a chosen order. */
export interface Backlog extends AsyncDisposable {
  /** Takes a transfer that is to wait. False: it need not, or need no longer. */
  hold(action: CopyAction): Promise<boolean>
  /** All that was held, in the order chosen. Once; afterwards nothing waits any more. */
  release(): AsyncIterable<readonly CopyAction[]>
}

export function createBacklog({ order, checkFirst = false }: SyncChoices, options: SpoolOptions): Backlog {
  let holds = checkFirst || order !== undefined
  const by = order ?? { by: 'name', direction: 'ascending' }
  const spools = directionsOf(by).map((descending) =>
    createSpoolOf({ packing: copyPacking, key: (action: CopyAction) => `${KEYS[by.by](action)} ${action.path}`, descending }, options),
  )
  return {
    hold: async (action) => {
      if (holds) for (const spool of spools) await spool.add([action])
      return holds
    },
    release: async function* () {
      holds = false
      const [first, last] = spools
      if (first === undefined) return
      if (last === undefined) yield* first.inOrder()
      else yield* fromBothEnds(first, last, by.share ?? 50)
    },
    [Symbol.asyncDispose]: async () => {
      for (const spool of spools) await spool[Symbol.asyncDispose]()
    },
  }
}

/** Whether the last comes first; of `mixed` both ways. */
function directionsOf({ direction }: TransferOrder): readonly boolean[] {
  return direction === 'mixed' ? [false, true] : [direction === 'descending']
}

/** Digits enough for any size, and for any time of 64 bits. */
const DIGITS = 20

const KEYS: Record<TransferOrder['by'], (action: CopyAction) => string> = {
  name: ({ path }) => path,
  size: ({ src: { size = 0 } }) => String(size).padStart(DIGITS, '0'),
  modTime: ({ src: { modTime = 0n } }) => String(modTime + 2n ** 63n).padStart(DIGITS, '0'),
}

/** The same transfers in both orders, `share` of a hundred taken from the first, until the two meet. */
async function* fromBothEnds(first: Spool<CopyAction>, last: Spool<CopyAction>, share: number): AsyncIterable<readonly CopyAction[]> {
  const total = first.size
  const ends = [first, last].map((spool) => singly(spool.inOrder())) as [AsyncGenerator<CopyAction>, AsyncGenerator<CopyAction>]
  try {
    for (let [taken, credit] = [0, 0]; taken < total; taken++) {
      credit += share
      const isFromFirst = credit >= 100
      if (isFromFirst) credit -= 100
      const { value } = await ends[isFromFirst ? 0 : 1].next()
      yield [value as CopyAction]
    }
  } finally {
    for (const end of ends) await end.return(undefined)
  }
}

async function* singly<Item>(pages: AsyncIterable<readonly Item[]>): AsyncGenerator<Item> {
  for await (const page of pages) yield* page
}
