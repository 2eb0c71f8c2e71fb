import type { ObjectPlace } from '../key.js'

/** What an upload in chunks must know to go on after it was cut off. How many bytes have arrived, the service tells. */
export interface UploadState {
  readonly version: 1
  readonly place: ObjectPlace
  /** The session. Who has it can write this object. */
  readonly url: string
  readonly size: number
  /** Nanoseconds since the epoch, of the source. */
  readonly modTime?: string
  /** Bytes that had arrived for certain, and their CRC32C in hex. */
  readonly offset: number
  readonly crc32c: string
}

/** What an upload is of. */
export type Subject = Pick<UploadState, 'place' | 'size' | 'modTime'>

/** The state in the text of a checkpoint; undefined for any other text, and for a session that is not at `origin`. */
export function parseState(text: string | undefined, origin: string): UploadState | undefined {
  if (text === undefined || text === '') return undefined
  try {
    const state: Partial<UploadState> | null = JSON.parse(text)
    const { version, place, url, size, offset, crc32c } = state ?? {}
    const isWhole =
      version === 1 &&
      typeof place?.bucket === 'string' &&
      typeof place.key === 'string' &&
      URL.parse(url ?? '')?.origin === origin &&
      Number.isSafeInteger(size) &&
      Number.isSafeInteger(offset) &&
      /^[0-9a-f]{8}$/.test(crc32c ?? '')
    return isWhole ? (state as UploadState) : undefined
  } catch {
    return undefined
  }
}

/** Whether an upload is of the same bytes to the same place. */
export function isOf(state: UploadState, { place, size, modTime }: Subject): boolean {
  const isSamePlace = state.place.bucket === place.bucket && state.place.key === place.key
  return isSamePlace && state.size === size && state.modTime === modTime
}
