import { type ByteSource, exactly, type FsPath } from '@tranship/core/backend'
import type { Settings } from '../client/settings.js'

const MEBIBYTE = 1024 ** 2
/** From here on the parts of a source whose end is not known grow, and after how many by how much of the first. */
const FIRST_PARTS = 1000
const STEP = 100

/** One part that is to be sent. `end` is exclusive; absent: as much as a part takes, or where the source ends. */
export interface Piece {
  /** From 1. */
  readonly number: number
  readonly start: number
  readonly end?: number
}

/** The size of the parts of an upload: the remote's own, or what makes a file of this size fit. */
export function partSizeOf({ chunkSize, mostParts }: Pick<Settings, 'chunkSize' | 'mostParts'>, size: number | undefined): number {
  const needed = Math.ceil((size ?? 0) / mostParts / MEBIBYTE) * MEBIBYTE
  return Math.max(chunkSize, needed)
}

/** The parts of a source of `size` bytes that are not there. Tells how long each part that is there must be. */
export function missingPieces(size: number, partSize: number, isThere: (number: number, bytes: number) => boolean): Piece[] {
  const pieces: Piece[] = []
  for (let start = 0, number = 1; start < size; start += partSize, number++) {
    const end = Math.min(size, start + partSize)
    if (!isThere(number, end - start)) pieces.push({ number, start, end })
  }
  return pieces
}

/**
 * The parts of a source whose end is not known: as many as it turns out to have. Unless all must be of one size, each hundred
 * after the first thousand are by one `partSize` larger, so that 10,000 of 5 MiB hold 2 TiB rather than 49 GiB.
 */
export function* endlessPieces(partSize: number, equal: boolean): Generator<Piece> {
  for (let number = 1, start = 0; ; number++) {
    const steps = equal ? 0 : Math.max(0, Math.ceil((number - FIRST_PARTS) / STEP))
    const end = start + partSize * (1 + steps)
    yield { number, start, end }
    start = end
  }
}

/** The bytes of some pieces, one after the other: the whole source in one reading, or what is missing of it in a few. */
export async function* bytesOfPieces(
  source: ByteSource,
  pieces: readonly Piece[],
  { path, signal, reuse }: { readonly path: FsPath; readonly signal: AbortSignal; readonly reuse: boolean },
): AsyncGenerator<Uint8Array> {
  const { size = 0 } = source
  for (let at = 0; at < pieces.length; ) {
    const start = pieces[at]?.start ?? 0
    let end = start
    for (; at < pieces.length && pieces[at]?.start === end; at++) end = pieces[at]?.end ?? size
    const isWhole = start === 0 && end === size
    yield* exactly(source.open(isWhole ? undefined : { start, end }, { signal, reuse }), end - start, path, signal)
  }
}
