import { createHash } from 'node:crypto'
import { CRC_KINDS, crcHex, createHasher } from '@tranship/core/backend'
import { notFound } from './api-error.js'

/** One generation of an object: what the API tells of it, without its links. */
export interface StoredObject {
  readonly name: string
  readonly bytes: Buffer
  readonly generation: number
  readonly metageneration: number
  readonly timeCreated: string
  readonly updated: string
  /** What its writer has set. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Absent of one that was composed. */
  readonly componentCount?: number
}

export interface Bucket {
  readonly name: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly timeCreated: string
  readonly isUniform: boolean
  readonly objects: Map<string, StoredObject>
}

/** An upload that has not become an object yet. */
export interface UploadSession {
  readonly bucket: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly query: URLSearchParams
  readonly declared: number | undefined
  received: Buffer[]
  /** What it has become. */
  stored?: StoredObject
}

export interface State {
  readonly buckets: Map<string, Bucket>
  readonly sessions: Map<string, UploadSession>
  readonly rewrites: Map<string, number>
  nextGeneration: number
  nextId: number
  now(): Date
}

export function createState(now: () => Date): State {
  return { buckets: new Map(), sessions: new Map(), rewrites: new Map(), nextGeneration: 1_700_000_000_000_001, nextId: 1, now }
}

export function bucketOf(state: State, name: string): Bucket {
  const bucket = state.buckets.get(name)
  if (bucket === undefined) throw notFound('The specified bucket does not exist.')
  return bucket
}

export function objectIn(bucket: Bucket, name: string): StoredObject {
  const object = bucket.objects.get(name)
  if (object === undefined) throw notFound(`No such object: ${bucket.name}/${name}`)
  return object
}

export function md5Of(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('base64')
}

export function crc32cOf(bytes: Uint8Array): string {
  const hasher = createHasher(['crc32c'])
  hasher.update(bytes)
  return Buffer.from(hasher.digests().crc32c ?? crcHex(0n, CRC_KINDS.crc32c), 'hex').toString('base64')
}
