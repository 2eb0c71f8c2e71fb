import { createHash, randomBytes } from 'node:crypto'
import { LONGEST_KEY, type ObjectPlace } from '../key.js'

/** Characters of the number of a segment. */
const DIGITS = 8

/** Where segments are kept that belong together: "<container>_segments" and "<key>/<id>/". */
export interface SegmentPlace {
  readonly bucket: string
  readonly prefix: string
}

/** The container for the segments of the objects in another one. */
export function segmentsContainer(bucket: string): string {
  return `${bucket}_segments`
}

/** A name that no other upload has. */
export function freshId(): string {
  return `tranship-${Date.now().toString(36)}-${randomBytes(6).toString('hex')}`
}

/** Where the segments of an object are that were given this id. A key that leaves no room for it is replaced by its hash. */
export function segmentPlace({ bucket, key }: ObjectPlace, id: string): SegmentPlace {
  const prefix = `${key}/${id}/`
  const fits = Buffer.byteLength(prefix) + DIGITS <= LONGEST_KEY
  return { bucket: segmentsContainer(bucket), prefix: fits ? prefix : `${hashed(key)}/${id}/` }
}

/** The name of a segment; numbers are from 1. Names sort as their numbers do. */
export function segmentKey({ prefix }: SegmentPlace, number: number): string {
  return `${prefix}${String(number).padStart(DIGITS, '0')}`
}

/**
 * Whether a segment clearly belongs to this object alone, so that it may go with it: it lies in another container, or where
 * rclone hides them, below the name of the object. A manifest may name anything, also files of the user's own.
 */
export function isOwnSegment({ bucket, key }: ObjectPlace, segment: ObjectPlace): boolean {
  const hidden = '.file-segments/'
  if (segment.bucket === bucket) return segment.key.startsWith(`${hidden}${key}/`)
  return [key, hashed(key), `${hidden}${key}`].some((start) => segment.key.startsWith(`${start}/`))
}

function hashed(key: string): string {
  return `sha256-${createHash('sha256').update(key).digest('hex')}`
}
