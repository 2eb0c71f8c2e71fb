import { closeSync, constants, fstatSync, openSync, read, readSync, write, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import { classified, localError } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import type { Located } from '../names/locate.js'
import { demandFile } from '../status/condition.js'
import type { Seen } from '../status/look.js'

const readAt = promisify(read)
const writeAt = promisify(write)

/** Up to this many bytes, a call at once is cheaper than a way through the thread pool. */
export const AT_ONCE = 256 * 1024

/** Neither through a symbolic link nor, at a named pipe, waiting for a writer. Absent where the system has no such flags. */
const SAFELY = constants.O_NONBLOCK ?? 0
const NO_LINK = constants.O_NOFOLLOW ?? 0

/** A file that is open for reading, as it was then; to be closed by whoever has it. */
export interface Opened extends Seen {
  readonly fd: number
}

/** Through a symbolic link only where links are followed. */
export function readingFlags({ links }: LocalRoot): number {
  return constants.O_RDONLY | SAFELY | (links === 'follow' ? 0 : NO_LINK)
}

/** Opens what may be anything. Throws what the system call throws. */
export function openForReading(root: LocalRoot, at: Located): number {
  return openSync(at.native, readingFlags(root))
}

/** Opens what must be a file; through a symbolic link only where links are followed. */
export function openToRead(root: LocalRoot, at: Located): Opened {
  return classified(at, () => {
    const fd = openForReading(root, at)
    try {
      const status = fstatSync(fd, { bigint: true })
      demandFile(at, status)
      return { fd, status, asLink: false, byLink: false }
    } catch (error) {
      closeSync(fd)
      throw error
    }
  })
}

/** Reads at once, from `position` on, until `buffer` is full or the file ends; gives the number of bytes. */
export function readAtOnce(fd: number, buffer: Uint8Array, position: number): number {
  let done = 0
  while (done < buffer.byteLength) {
    const count = readSync(fd, buffer, done, buffer.byteLength - done, position + done)
    if (count === 0) break
    done += count
  }
  return done
}

/** Writes all of `bytes` at once. */
export function writeAtOnce(fd: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.byteLength; ) done += writeSync(fd, bytes, done, bytes.byteLength - done, position + done)
}

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
    const told = call.catch((error) => {
      throw localError(error, at)
    })
    told.catch(() => {}) // whoever asked may have left meanwhile
    return told
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
  if (buffer.byteLength <= AT_ONCE) return readAtOnce(fd, buffer, position)
  let done = 0
  while (done < buffer.byteLength) {
    const { bytesRead } = await readAt(fd, buffer, done, buffer.byteLength - done, position + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return done
}

async function drain(fd: number, bytes: Uint8Array, position: number): Promise<void> {
  if (bytes.byteLength <= AT_ONCE) return writeAtOnce(fd, bytes, position)
  for (let done = 0; done < bytes.byteLength; ) {
    done += (await writeAt(fd, bytes, done, bytes.byteLength - done, position + done)).bytesWritten
  }
}
