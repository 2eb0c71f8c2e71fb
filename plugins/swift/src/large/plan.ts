import { type ByteSource, type Bytes, type Checkpoint, exactly, type FsObject, type FsPath } from '@tranship/core/backend'
import type { ObjectPlace } from '../key.js'
import { freshId } from './naming.js'
import type { Segment } from './segment.js'

const MEBIBYTE = 1024 ** 2

/** What an upload in segments must know to go on after it was cut off. What has arrived, the service tells. */
export interface UploadState {
  readonly version: 1
  readonly place: ObjectPlace
  readonly id: string
  readonly segmentSize: number
  readonly size: number
  /** Nanoseconds since the epoch, of the source. */
  readonly modTime?: string
}

/** One segment that is to be sent. `end` is exclusive; absent: where the source ends, or at the full size of a segment. */
export interface Piece {
  readonly number: number
  readonly start: number
  readonly end?: number
}

/** The size of the segments of a file: the remote's own, or what makes a file of this size have no more than `most` of them. */
export function segmentSizeFor(size: number, own: number, most: number): number {
  if (size <= own * most) return own
  const needed = Math.ceil(size / most)
  return own >= MEBIBYTE ? Math.ceil(needed / MEBIBYTE) * MEBIBYTE : needed
}

/** The state of an upload that may go on: that of the checkpoint, if it is of the same source, or a new one. */
export function stateFor(
  { place, size, modTime }: { readonly place: ObjectPlace; readonly size: number; readonly modTime: bigint | undefined },
  segmentSize: number,
  checkpoint: Checkpoint | undefined,
): { readonly state: UploadState; readonly old: UploadState | undefined } {
  const fresh: UploadState = {
    version: 1,
    place,
    id: freshId(),
    segmentSize,
    size,
    ...(modTime !== undefined && { modTime: String(modTime) }),
  }
  const old = parseState(checkpoint?.load())
  const isSame =
    old !== undefined &&
    old.place.bucket === place.bucket &&
    old.place.key === place.key &&
    old.size === size &&
    old.modTime === fresh.modTime
  return isSame ? { state: old, old: undefined } : { state: fresh, old }
}

/** The state in the text of a checkpoint; undefined for any other text. */
export function parseState(text: string | undefined): UploadState | undefined {
  if (text === undefined || text === '') return undefined
  try {
    const state: Partial<UploadState> | null = JSON.parse(text)
    const { version, place, id, segmentSize, size } = state ?? {}
    const isWhole =
      version === 1 && typeof place?.bucket === 'string' && typeof place.key === 'string' && /^tranship-[\w-]+$/.test(id ?? '')
    return isWhole && Number.isSafeInteger(segmentSize) && Number.isSafeInteger(size) ? (state as UploadState) : undefined
  } catch {
    return undefined
  }
}

/** The segments that are still to be sent. */
export function missingPieces({ size, segmentSize }: UploadState, there: ReadonlyMap<number, Pick<Segment, 'bytes'>>): Piece[] {
  const pieces: Piece[] = []
  for (let start = 0, number = 1; start < size; start += segmentSize, number++) {
    const end = Math.min(size, start + segmentSize)
    if (there.get(number)?.bytes !== end - start) pieces.push({ number, start, end })
  }
  return pieces
}

/** The pieces of a source whose end is not known: as many as it turns out to have. */
export function* endlessPieces(segmentSize: number): Generator<Piece> {
  for (let number = 1; ; number++) yield { number, start: (number - 1) * segmentSize }
}

/** The bytes of some pieces, one after the other: the whole source in one reading, or what is missing of it in a few. */
export async function* bytesOfPieces(
  source: ByteSource,
  pieces: readonly Piece[],
  { path, signal }: { readonly path: FsObject['path'] & FsPath; readonly signal: AbortSignal },
): Bytes {
  const { size = 0 } = source
  for (let at = 0; at < pieces.length; ) {
    const start = pieces[at]?.start ?? 0
    let end = start
    for (; at < pieces.length && pieces[at]?.start === end; at++) end = pieces[at]?.end ?? size
    const isWhole = start === 0 && end === size
    yield* exactly(source.open(isWhole ? undefined : { start, end }, { signal, reuse: true }), end - start, path, signal)
  }
}
