import type { FileHandle } from 'node:fs/promises'
import { FsError } from '../fs/error.js'

/** What a spool may use of this machine. */
export interface Scratch {
  /** A directory of this machine that is there: what memory should not hold is written into it. */
  readonly directory: string
  /** Bytes of packed items that one spool keeps in memory before it writes them out; by default 16 MiB. */
  readonly memory?: number
}

/** A file that is gone when it is closed, or when the process is. */
export interface ScratchFile {
  /** Adds to the end. Tells where the bytes begin. */
  append(bytes: Uint8Array): number
  /** Exactly this many bytes from `start` on, to be used before the next call. */
  read(start: number, length: number): Buffer
  close(): Promise<void>
}

/** Bytes that are written at a time. */
const WRITE_SIZE = 256 * 1024

/**
 * A new file that this user alone may read. It is removed while it is open, so that no killed run leaves it behind where the
 * system allows that. It and what it does fail with `quota` when there is no room.
 */
export async function openScratchFile({ directory }: Scratch): Promise<ScratchFile> {
  const { readSync, writeSync } = await import('node:fs')
  const { open, unlink } = await import('node:fs/promises')
  const { join } = await import('node:path')
  const name = join(directory, `spool-${crypto.randomUUID()}`)
  const file: FileHandle = await open(name, 'wx+', 0o600).catch(failed)
  const removed = await unlink(name).then(
    () => true,
    () => false,
  )
  const pending = Buffer.allocUnsafeSlow(WRITE_SIZE)
  let pendingLength = 0
  let written = 0
  let answer = Buffer.allocUnsafeSlow(32 * 1024)

  return {
    append: (bytes) => {
      if (pendingLength + bytes.length > pending.length) flush()
      const start = written + pendingLength
      if (bytes.length > pending.length) write(bytes)
      else {
        pending.set(bytes, pendingLength)
        pendingLength += bytes.length
      }
      return start
    },
    read: (start, length) => {
      flush()
      if (answer.length < length) answer = Buffer.allocUnsafeSlow(length)
      for (let done = 0; done < length; ) {
        const count = attempt(() => readSync(file.fd, answer, done, length - done, start + done))
        if (count === 0) throw new FsError('unexpected', `a scratch file in ${directory} has been cut short`)
        done += count
      }
      return answer.subarray(0, length)
    },
    close: async () => {
      await file.close()
      if (!removed) await unlink(name).catch(failed)
    },
  }

  function flush(): void {
    if (pendingLength > 0) write(pending.subarray(0, pendingLength))
    pendingLength = 0
  }

  function write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      const count = attempt(() => writeSync(file.fd, bytes, done, bytes.length - done, written))
      done += count
      written += count
    }
  }

  function attempt(call: () => number): number {
    try {
      return call()
    } catch (cause) {
      return failed(cause as NodeJS.ErrnoException)
    }
  }

  function failed(cause: NodeJS.ErrnoException): never {
    const isFull = cause.code === 'ENOSPC' || cause.code === 'EDQUOT'
    throw new FsError(isFull ? 'quota' : 'unexpected', `cannot keep a listing in the scratch directory ${directory}: ${cause.message}`, {
      cause,
    })
  }
}
