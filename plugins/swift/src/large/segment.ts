import type { ObjectPlace } from '../key.js'

/** One piece of a large object. */
export interface Segment extends ObjectPlace {
  readonly bytes: number
  /** Its MD5. */
  readonly etag: string
}

/** Bytes of all segments. */
export function totalOf(segments: readonly Segment[]): number {
  return segments.reduce((total, { bytes }) => total + bytes, 0)
}
