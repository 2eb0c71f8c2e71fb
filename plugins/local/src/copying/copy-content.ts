import { fstatSync, ftruncateSync } from 'node:fs'
import { type CopyOptions, untilAborted } from '@tranship/core/backend'
import { classified, failure } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import type { Located } from '../names/locate.js'
import { AT_ONCE, type OpenFile, readAtOnce, writeAtOnce } from '../reading/open-file.js'
import type { OpenedObject } from '../reading/open-object.js'
import type { NewFile } from '../writing/new-file.js'

const CHUNK = 1024 * 1024

/** The size of a disk block, in which a status counts. */
const BLOCK = 512n

/** Zeros in such runs become holes again. */
const ZEROS = 64 * 1024
const zeros = Buffer.alloc(ZEROS)

/**
 * Copies the bytes of an open file into a new one; a small one at once, and then whoever calls this has told `take` of it. Throws `mismatch` when it does not get as many as the file had
 * when it was opened.
 */
export function copyContent(
  root: LocalRoot,
  source: OpenedObject,
  reading: OpenFile,
  file: NewFile,
  to: Located,
  options: CopyOptions,
): Promise<void> | undefined {
  const { at: from, fd, status } = source
  const size = Number(status.size)
  if (size > AT_ONCE) {
    const hasHoles = !root.options.no_sparse && status.blocks * BLOCK < status.size
    return copyLarge(reading, size, from, file, to, hasHoles, options)
  }
  const bytes = root.memory().subarray(0, size)
  demandAll(
    classified(from, () => readAtOnce(fd, bytes, 0)),
    size,
    from,
  )
  classified(to, () => writeAtOnce(file.fd, bytes, 0))
  return undefined
}

/** While one chunk is being written the next is being read. */
async function copyLarge(
  source: OpenFile,
  size: number,
  from: Located,
  file: NewFile,
  to: Located,
  hasHoles: boolean,
  { signal, take }: CopyOptions,
): Promise<void> {
  const memory = [Buffer.allocUnsafeSlow(CHUNK), Buffer.allocUnsafeSlow(CHUNK)] as const
  const read = (position: number) => {
    const bytes = memory[(position / CHUNK) % 2 === 0 ? 0 : 1].subarray(0, Math.min(CHUNK, size - position))
    return { bytes, count: source.read(bytes, position) }
  }
  if (hasHoles) classified(to, () => ftruncateSync(file.fd, size))
  let ahead = read(0)
  for (let position = 0; position < size; position += CHUNK) {
    const { bytes, count } = ahead
    demandAll(await untilAborted(count, signal), bytes.byteLength, from)
    const slowed = take?.(bytes.byteLength)
    if (slowed !== undefined) await untilAborted(slowed, signal)
    if (position + CHUNK < size) ahead = read(position + CHUNK)
    await untilAborted(hasHoles ? writeAround(file, bytes, position) : file.write(bytes, position), signal)
  }
  const copied = classified(to, () => fstatSync(file.fd)).size
  if (copied !== size) throw failure('mismatch', `${copied} of ${size} bytes were written`, to)
}

/** Writes all but long runs of zeros. */
async function writeAround(file: NewFile, bytes: Buffer, position: number): Promise<void> {
  for (let start = 0; start < bytes.byteLength; start += ZEROS) {
    const piece = bytes.subarray(start, start + ZEROS)
    if (!piece.equals(zeros.subarray(0, piece.byteLength))) await file.write(piece, position + start)
  }
}

function demandAll(count: number, wanted: number, from: Located): void {
  if (count < wanted) throw failure('mismatch', 'the file became shorter while it was read', from)
}
