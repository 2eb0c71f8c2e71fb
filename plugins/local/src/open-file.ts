import { closeSync, read, readSync, write, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import { localError } from './errors.js'
import type { Located } from './native-path.js'

const readAt = promisify(read)
const writeAt = promisify(write)

/** Up to this many bytes, a call at once is cheaper than a way through the thread pool. */
export const AT_ONCE = 256 * 1024

/** A file descriptor with one call under way at most. Its methods reject with FsErrors. */
export interface OpenFile {
  readonly fd: number
  /** Fills `buffer` from `position` on, and tells how many bytes there were: fewer only at the end of the file. */
  read(buffer: Uint8Array, position: number): Promise<number>
  /** Writes all of `bytes` at `position`. */
  write(bytes: Uint8Array, position: number): Promise<void>
  /** Closes it once no call is under way: not before, as the number of the descriptor may be another file's at once. */
  close(): void
}

export function openedFile(fd: number, at: Located): OpenFile {
  let underWay: Promise<unknown> | undefined
  const track = <Result>(call: Promise<Result>): Promise<Result> => {
    const leave = () => {
      underWay = undefined
    }
    underWay = call.then(leave, leave)
    return call.catch((error) => {
      throw localError(error, at)
    })
  }
  return {
    fd,
    read: (buffer, position) => track(fill(fd, buffer, position)),
    write: (bytes, position) => track(drain(fd, bytes, position)),
    close: () => {
      if (underWay === undefined) closeSync(fd)
      else underWay.then(() => closeSync(fd))
    },
  }
}

async function fill(fd: number, buffer: Uint8Array, position: number): Promise<number> {
  let done = 0
  while (done < buffer.byteLength) {
    const left = buffer.byteLength - done
    const count =
      left <= AT_ONCE
        ? readSync(fd, buffer, done, left, position + done)
        : (await readAt(fd, buffer, done, left, position + done)).bytesRead
    if (count === 0) break
    done += count
  }
  return done
}

async function drain(fd: number, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0
  while (done < bytes.byteLength) {
    const left = bytes.byteLength - done
    done +=
      left <= AT_ONCE
        ? writeSync(fd, bytes, done, left, position + done)
        : (await writeAt(fd, bytes, done, left, position + done)).bytesWritten
  }
}
