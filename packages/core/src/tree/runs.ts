import { createPackReader, createPackWriter, type Packing } from './packing.js'
import type { ScratchFile } from './scratch.js'

/** Items of a run that are packed, read and merged at a time: in memory, or in the spool's file. */
export type Block = Buffer | { readonly start: number; readonly length: number }

/** Packed items in order. */
export interface Run {
  readonly blocks: Block[]
  /** The sort key of its last item. */
  lastKey: string
}

/** Bytes. Of each run that is merged one block is in memory as items. */
const BLOCK_SIZE = 16 * 1024

/** Packs items and hands them on in blocks: what `keep` is given it must copy, and what it returns stands for it. */
export function pack<Item>(items: Iterable<Item>, packing: Packing<Item>, keep: (bytes: Buffer) => Block): Block[] {
  const writer = createPackWriter()
  const blocks: Block[] = []
  for (const item of items) {
    packing.write(item, writer)
    if (writer.length >= BLOCK_SIZE) blocks.push(keep(writer.take()))
  }
  if (writer.length > 0) blocks.push(keep(writer.take()))
  return blocks
}

/** The items of a run, a block at a time. */
export function* unpack<Item>(run: Run, packing: Packing<Item>, file: ScratchFile | undefined): Iterable<readonly Item[]> {
  for (const block of run.blocks) {
    const bytes = Buffer.isBuffer(block) ? block : file?.read(block.start, block.length)
    if (bytes === undefined) return
    const reader = createPackReader(bytes)
    const items: Item[] = []
    while (!reader.isAtEnd) items.push(packing.read(reader))
    yield items
  }
}

/** Memory for blocks that is used again after each `clear`, so that what was in it is no garbage to collect. */
export interface Arena {
  /** Bytes. */
  readonly held: number
  keep(bytes: Uint8Array): Buffer
  clear(): void
}

const SLAB_SIZE = 1024 * 1024

export function createArena(): Arena {
  const slabs: Buffer[] = []
  let slab = 0
  let at = 0
  let held = 0
  return {
    get held() {
      return held
    },
    keep: (bytes) => {
      held += bytes.length
      if (bytes.length > SLAB_SIZE) return Buffer.from(bytes)
      if (at + bytes.length > SLAB_SIZE) {
        slab++
        at = 0
      }
      slabs[slab] ??= Buffer.allocUnsafeSlow(SLAB_SIZE)
      const kept = (slabs[slab] as Buffer).subarray(at, at + bytes.length)
      kept.set(bytes)
      at += bytes.length
      return kept
    },
    clear: () => {
      slab = 0
      at = 0
      held = 0
    },
  }
}
