import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { FsPath } from '@tranship/core/backend'
import { type PlainDirectory, readPlain } from './plain-directory.js'

/** Directories that a listing will come to, read by threads of their own. */
export interface ReadAhead {
  /** Asks for a directory. False: it is not taken on. */
  ask(path: FsPath, directory: string): boolean
  has(path: FsPath): boolean
  /** What was asked for. Undefined: whoever takes it is to read it, be it that the one thread has not come to it or that it needs more care. */
  take(path: FsPath): Promise<PlainDirectory | undefined> | undefined
  close(): void
}

export interface AheadRequest {
  readonly number: number
  readonly directory: string
  /** Shared by all threads: in its slot the number, until one of them claims the directory. */
  readonly claims: Int32Array
  readonly slot: number
}

export interface AheadAnswer {
  readonly number: number
  readonly content: PlainDirectory | undefined
}

/** A directory that was asked for, and not taken. */
interface Asked {
  readonly request: AheadRequest
  readonly answer: Promise<PlainDirectory | undefined>
}

/** How many directories may be asked for and not answered. */
const SLOTS = 256

/** Entries that the taker's thread may read without a turn of the event loop: they take some ten milliseconds. */
const AT_ONCE = 2000

const CLAIMED = -1

/** They print nothing: else each would listen to the output of the program. */
const UNPIPED = { stdout: true, stderr: true }

/** Whichever thread is the first to claim a directory reads it: true for that one. */
export function claim({ claims, slot, number }: AheadRequest): boolean {
  return Atomics.compareExchange(claims, slot, number, CLAIMED) === number
}

/**
 * Has so many threads read. Beside a single one the taker reads as well, rather than wait; several are for disks that are waited for,
 * and leave the taker free for other things. Where one cannot run, or ends, `failed` is told why, and what was asked for is left to
 * whoever takes it.
 */
export function startReadAhead(threads: number, failed: (error: Error) => void): ReadAhead {
  const claims = new Int32Array(new SharedArrayBuffer(SLOTS * Int32Array.BYTES_PER_ELEMENT))
  const free = Array.from({ length: SLOTS }, (_, slot) => slot)
  const asked = new Map<FsPath, Asked>()
  const answers = new Map<number, (content: PlainDirectory | undefined) => void>()
  let number = 0
  let isBroken = false

  const answered = (answer: AheadAnswer): void => {
    answers.get(answer.number)?.(answer.content)
    answers.delete(answer.number)
  }
  const broken = (error: Error): void => {
    failed(error)
    isBroken = true
    for (const answer of answers.values()) answer(undefined)
    answers.clear()
  }
  const workers: Worker[] = []
  try {
    while (workers.length < threads) {
      // It lies beside this file, in the form in which this file runs.
      const worker = new Worker(new URL(`./read-ahead-worker${extname(import.meta.url)}`, import.meta.url), UNPIPED)
      workers.push(worker.on('message', answered).on('error', broken))
    }
  } catch (error) {
    broken(error as Error)
  }

  /** Reads the last that no thread has come to, rather than wait for what one is at. */
  const help = (): void => {
    const { request } = Array.from(asked.values()).findLast(({ request }) => claim(request)) ?? {}
    if (request !== undefined) answered({ number: request.number, content: readPlain(request.directory, AT_ONCE) })
  }

  return {
    ask: (path, directory) => {
      const slot = isBroken ? undefined : free.pop()
      if (slot === undefined) return false
      const request = { number: ++number, directory, claims, slot }
      Atomics.store(claims, slot, request.number)
      const answer = new Promise<PlainDirectory | undefined>((resolve) => {
        answers.set(request.number, (content) => {
          free.push(slot)
          resolve(content)
        })
      })
      asked.set(path, { request, answer })
      workers[number % threads]?.postMessage(request)
      return true
    },
    has: (path) => asked.has(path),
    take: (path) => {
      const found = asked.get(path)
      if (found === undefined) return undefined
      asked.delete(path)
      const { number } = found.request
      if (threads > 1) return found.answer
      if (claim(found.request)) {
        answered({ number, content: undefined })
        return undefined
      }
      if (answers.has(number)) help()
      return found.answer
    },
    close: () => {
      for (const worker of workers) void worker.terminate()
    },
  }
}
