import { type Fs, intercept, type Operation, type Page } from '@tranship/core'

/** What work that looks through many files, and moves none, has come to. */
export interface WalkCounts {
  /** Files and directories that listings told of. */
  listed: number
  /** Files that were compared or hashed. */
  checked: number
  /** Files and directories. */
  deleted: number
  /** Files whose time or storage class was set. */
  changed: number
  /** Bytes that were read. */
  bytes: number
  /** Errors that were told. */
  failed: number
}

export function newWalkCounts(): WalkCounts {
  return { listed: 0, checked: 0, deleted: 0, changed: 0, bytes: 0, failed: 0 }
}

/** An Fs that counts what is done with it. */
export function countedFs(fs: Fs, counts: WalkCounts): Fs {
  return intercept(fs, {
    call: async ({ method }, run) => {
      const result = await run()
      if (method === 'remove' || method === 'rmdir') counts.deleted++
      if (method === 'setModTime' || method === 'setTier') counts.changed++
      return result
    },
    stream: (operation, run) => countedStream(operation, run(), counts),
  })
}

async function* countedStream<T>({ method }: Operation, items: AsyncIterable<T>, counts: WalkCounts): AsyncIterable<T> {
  for await (const item of items) {
    if (method === 'list' || method === 'listAll') counts.listed += (item as Page).length
    if (method === 'open') counts.bytes += (item as Uint8Array).byteLength
    if (method === 'removeMany' && (item as { readonly error?: unknown }).error === undefined) counts.deleted++
    yield item
  }
}
