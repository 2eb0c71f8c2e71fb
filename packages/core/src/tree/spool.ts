import type { FsEntry, Page } from '../fs/entry.js'
import { comparePaths, orderKey } from '../fs/order.js'
import { entryPacking } from './entry-packing.js'
import { merged, type Ordering, sortedBy } from './merge.js'
import type { Packing } from './packing.js'
import { PAGE_SIZE } from './page.js'
import { type Block, createArena, pack, type Run, unpack } from './runs.js'
import { openScratchFile, type Scratch, type ScratchFile } from './scratch.js'

/** A store for items that must be sorted or must wait. Disposing it drops what it holds and frees what it used. */
export interface Spool<Item = FsEntry> extends AsyncDisposable {
  /** Await it before the next `add`, which else may hold more than it should. */
  add(items: readonly Item[]): Promise<void>
  readonly size: number
  /** What was added, in order; items of one key as they were added. Once, after the last `add`; the spool is empty afterwards. */
  inOrder(): AsyncIterable<readonly Item[]>
}

export interface SpoolOptions {
  /** Without it all stays in memory, packed. */
  readonly scratch?: Scratch
}

export interface SpoolShape<Item> {
  readonly packing: Packing<Item>
  /** Items are told in path order of this text. */
  key(item: Item): string
  /** The last key first. */
  readonly descending?: boolean
}

/** So many items are kept as they are; only what goes beyond is packed. */
const UNPACKED = 4096

/** Bytes. */
const MEMORY = 16 * 1024 * 1024

/** More runs in a file are merged into one, so that reading them all at once stays cheap. */
const MOST_RUNS = 32

/** The options for one of so many spools that share what memory there is. */
export function shareOf({ scratch }: SpoolOptions, parts: number): SpoolOptions {
  return scratch === undefined ? {} : { scratch: { ...scratch, memory: Math.floor((scratch.memory ?? MEMORY) / parts) } }
}

/** A spool of entries, in path order. */
export function createSpool(options: SpoolOptions = {}): Spool {
  return createSpoolOf({ packing: entryPacking, key: orderKey }, options)
}

/** A spool of items of any kind, in any order. */
export function createSpoolOf<Item>(shape: SpoolShape<Item>, options: SpoolOptions = {}): Spool<Item> {
  const { packing, key, descending = false } = shape
  const { scratch } = options
  const ordering: Ordering<Item> = { key, compare: descending ? (a, b) => comparePaths(b, a) : comparePaths }
  let size = 0
  let latest: Item[] = []
  let inMemory: Run[] = []
  let inFile: Run[] = []
  let arena = createArena()
  let file: ScratchFile | undefined
  let working: Promise<void> = Promise.resolve()

  const spool: Spool<Item> = {
    add: async (items) => {
      for (const item of items) latest.push(item)
      size += items.length
      if (latest.length < UNPACKED) return
      working = working.then(settle)
      await working
    },
    get size() {
      return size
    },
    inOrder: async function* () {
      try {
        await working
        if (inMemory.length + inFile.length > 0) packLatest()
        const pages = latest.length > 0 ? paged(sortedBy(latest, ordering)) : readRuns([...inFile, ...inMemory])
        for (const page of pages) {
          yield page
          await turn()
        }
      } finally {
        await spool[Symbol.asyncDispose]()
      }
    },
    [Symbol.asyncDispose]: async () => {
      await working.catch(() => {})
      const opened = file
      file = undefined
      latest = []
      inMemory = []
      inFile = []
      arena = createArena()
      size = 0
      await opened?.close()
    },
  }
  return spool

  async function settle(): Promise<void> {
    packLatest()
    if (scratch === undefined || arena.held <= (scratch.memory ?? MEMORY)) return
    file ??= await openScratchFile(scratch)
    await writeOut(inMemory, file)
    inMemory = []
    arena.clear()
    if (inFile.length > MOST_RUNS) await writeOut(inFile.splice(0), file)
  }

  function packLatest(): void {
    const items = sortedBy(latest, ordering)
    latest = []
    addTo(inMemory, items, pack(items, packing, arena.keep))
  }

  /** Writes runs as one. */
  async function writeOut(runs: readonly Run[], to: ScratchFile): Promise<void> {
    const keep = (bytes: Buffer): Block => ({ start: to.append(bytes), length: bytes.length })
    for (const items of readRuns(runs)) {
      addTo(inFile, items, pack(items, packing, keep))
      await turn()
    }
  }

  /** What begins where the last run ended goes on with it: what is added in order stays one run. */
  function addTo(runs: Run[], items: readonly Item[], blocks: readonly Block[]): void {
    const [first, last] = [items[0], items.at(-1)]
    if (first === undefined || last === undefined) return
    let run = runs.at(-1)
    if (run === undefined || ordering.compare(run.lastKey, key(first)) > 0) {
      run = { blocks: [], lastKey: '' }
      runs.push(run)
    }
    for (const block of blocks) run.blocks.push(block)
    run.lastKey = key(last)
  }

  function readRuns(runs: readonly Run[]): Iterable<readonly Item[]> {
    const blocks = runs.map((run) => unpack(run, packing, file))
    return merged(blocks, ordering)
  }
}

/** A whole stream of pages, in path order. */
export async function* sorted(pages: AsyncIterable<Page>, options: SpoolOptions = {}): AsyncIterable<Page> {
  await using spool = createSpool(options)
  for await (const page of pages) await spool.add(page)
  yield* spool.inOrder()
}

function* paged<Item>(items: readonly Item[]): Iterable<readonly Item[]> {
  for (let start = 0; start < items.length; start += PAGE_SIZE) yield items.slice(start, start + PAGE_SIZE)
}

/** Lets whatever else waits on this thread go first. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
