/** A worker thread that reads parts of files, and hashes parts, where they lie in memory that it shares with the main thread. */
import { closeSync, constants, openSync, readSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { digestsOf } from '@tranship/core/backend'
import type { PartJob, PartOutcome } from './part-workers.js'

parentPort?.on('message', (job: PartJob) => parentPort?.postMessage(outcomeOf(job)))

function outcomeOf({ id, memory, size, hashes, from }: PartJob): PartOutcome {
  const part = Buffer.from(memory, 0, size)
  try {
    if (from !== undefined) read(part, from.file, from.start)
    return { id, digests: digestsOf(part, hashes) }
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    return { id, failure: { code, message } } // an error as such would arrive without its code
  }
}

/** Not through a symbolic link that has taken the place of the file. Absent where the system has no such flag. */
const NO_LINK = constants.O_NOFOLLOW ?? 0

function read(part: Buffer, file: string, start: number): void {
  const fd = openSync(file, constants.O_RDONLY | NO_LINK)
  try {
    let size = 0
    while (size < part.byteLength) {
      const more = readSync(fd, part, size, part.byteLength - size, start + size)
      if (more === 0) throw Object.assign(new Error(`the file ended after ${start + size} bytes`), { code: 'ENDED' })
      size += more
    }
  } finally {
    closeSync(fd)
  }
}
