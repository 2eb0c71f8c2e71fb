import { type ByteRange, resolveRange } from '../fs/bytes.js'

/** Whether a range names no byte of any file: nothing need be asked for. */
export function isEmptyRange(range: ByteRange): boolean {
  return 'last' in range ? range.last <= 0 : range.end !== undefined && range.end <= range.start
}

/** What the header "Range" says of a range that is not empty (RFC 9110, 14.2). */
export function rangeHeader(range: ByteRange): string {
  if ('last' in range) return `bytes=-${range.last}`
  return `bytes=${range.start}-${range.end === undefined ? '' : range.end - 1}`
}

/**
 * How long the body of an answer to a range must be; undefined when the answer is not the range that was asked for, or does not tell.
 * `contentRange` is the header of an answer with the status 206; without one that can be read the answer must be the whole file, of
 * `size` bytes: some servers write "bytes 0--1/0" of an empty one.
 */
export function rangeLength(range: ByteRange, contentRange: string | undefined, size?: number): number | undefined {
  const told = toldIn(contentRange, size)
  if (told === undefined) return undefined
  const { start, end } = resolveRange(range, told.size)
  return start === told.first && end - 1 === told.last ? end - start : undefined
}

/** What an answer has of a file: from its first byte to its last, both counted from 0. */
interface Told {
  readonly first: number
  readonly last: number
  readonly size: number
}

function toldIn(contentRange = '', known: number | undefined): Told | undefined {
  const parts = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(contentRange)
  const size = parts === null || parts[3] === '*' ? known : Number(parts[3])
  if (size === undefined) return undefined
  return parts === null ? { first: 0, last: size - 1, size } : { first: Number(parts[1]), last: Number(parts[2]), size }
}
