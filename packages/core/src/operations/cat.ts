import type { ByteRange, Bytes } from '../fs/bytes.js'
import type { FsObject } from '../fs/entry.js'
import { asFsError, type FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import type { FsPath } from '../fs/path.js'
import { type FileChoices, filePages } from './files.js'

/** The part of each file that is wanted. */
export interface Section {
  /** Bytes from the start; negative: from the end, and from the start where the file is shorter. */
  readonly offset: number
  /** At most so many bytes; absent: all. */
  readonly count?: number
}

export interface CatOptions extends FileChoices {
  readonly section?: Section
  /** Takes each chunk, whose memory is used again afterwards; the next one waits for it. */
  write(chunk: Uint8Array): void | Promise<void>
  /** What is written after each file. */
  readonly separator?: Uint8Array
  /** Told of each file that cannot be read, or only in part, and of each place that cannot be listed. The others follow. */
  failed(path: FsPath, error: FsError): void
}

/** Reads files one after the other, in path order. */
export async function cat(fs: Fs, options: CatOptions): Promise<void> {
  const { signal, section = { offset: 0 }, write, separator, failed } = options
  for await (const page of filePages(fs, options, failed)) {
    for (const object of page) {
      for await (const chunk of whatCanBeRead(object)) await write(chunk)
      if (separator !== undefined && separator.length > 0) await write(separator)
    }
  }

  async function* whatCanBeRead(object: FsObject): Bytes {
    try {
      yield* sectionOf(fs, object, section, signal)
    } catch (error) {
      signal?.throwIfAborted()
      failed(object.path, asFsError(error, object.path))
    }
  }
}

async function* sectionOf(fs: Fs, object: FsObject, section: Section, signal: AbortSignal | undefined): Bytes {
  const { count: wanted = Number.POSITIVE_INFINITY } = section
  if (wanted === 0) return
  const range = rangeOf(section, object.size)
  let left = wanted
  for await (const chunk of fs.open(object, { reuse: true, ...(signal && { signal }), ...(range && { range }) })) {
    yield chunk.length > left ? chunk.subarray(0, left) : chunk
    left -= chunk.length
    if (left <= 0) return
  }
}

/** The range to ask for; of a file of unknown size it may be longer than the section. */
function rangeOf({ offset, count }: Section, size: number | undefined): ByteRange | undefined {
  if (offset < 0 && size === undefined) return { last: -offset }
  const start = offset < 0 ? Math.max(0, (size ?? 0) + offset) : offset
  if (count !== undefined) return { start, end: start + count }
  return start === 0 ? undefined : { start }
}
