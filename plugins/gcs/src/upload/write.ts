import type { FsPath, PutOptions } from '@tranship/core/backend'
import type { Buckets } from '../buckets/buckets.js'
import type { Session } from '../client.js'
import type { ObjectPlace } from '../key.js'
import type { WrittenResource } from '../metadata.js'

/** One put under way. */
export interface Write {
  readonly session: Session
  readonly buckets: Buckets
  readonly path: FsPath
  readonly place: ObjectPlace
  readonly options: PutOptions
  readonly signal: AbortSignal
  /** What is stored with the object, as the API has it. */
  readonly resource: WrittenResource
}
