import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Hashes } from '@tranship/core/backend'

/** Where the bytes of a part are, when they are not in its memory yet. */
interface FileRange {
  readonly file: string
  readonly start: number
}

export interface PartJob {
  readonly id: number
  readonly memory: SharedArrayBuffer
  /** Bytes, from the beginning of the memory. */
  readonly size: number
  readonly hashes: readonly string[]
  readonly from?: FileRange
}

export type PartOutcome =
  | { readonly id: number; readonly digests: Hashes }
  /** The code is that of the file system, or `ENDED` for a file that ended before its size. */
  | { readonly id: number; readonly failure: { readonly code: string; readonly message: string } }

/** Threads that hash the parts of an upload while others are sent. */
export interface PartWorkers {
  /** The digests of the first bytes of a memory, which are read from a file before if one is named. */
  digest(memory: SharedArrayBuffer, size: number, from?: FileRange): Promise<Hashes>
  close(): void
}

/** More than two do not help: sending takes the rest. */
const MOST_WORKERS = 2

export function startPartWorkers(hashes: readonly string[]): PartWorkers {
  const waiting = new Map<number, { resolve(digests: Hashes): void; reject(error: unknown): void }>()
  let jobs = 0

  const settle = (outcome: PartOutcome): void => {
    const waiter = waiting.get(outcome.id)
    waiting.delete(outcome.id)
    if ('digests' in outcome) waiter?.resolve(outcome.digests)
    else waiter?.reject(Object.assign(new Error(outcome.failure.message), { code: outcome.failure.code }))
  }
  const fail = (error: unknown): void => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const workers = Array.from({ length: Math.min(MOST_WORKERS, availableParallelism()) }, () => {
    // It lies beside this file, in the form in which this file runs.
    const worker = new Worker(new URL(`./part-worker${extname(import.meta.url)}`, import.meta.url))
    worker.on('message', settle)
    worker.on('error', fail)
    return worker
  })

  return {
    digest: (memory, size, from) =>
      new Promise((resolve, reject) => {
        const id = jobs++
        waiting.set(id, { resolve, reject })
        const job: PartJob = { id, memory, size, hashes, ...(from === undefined ? {} : { from }) }
        workers[id % workers.length]?.postMessage(job)
      }),
    close: () => {
      for (const worker of workers) void worker.terminate()
      fail(new Error('the worker has ended'))
    },
  }
}
