import type { FsPath, PutOptions } from '@tranship/core/backend'
import type { Buckets } from '../bucket.js'
import type { Session } from '../client/session.js'
import type { ObjectFields } from '../listing/object-fields.js'

/** One put under way. */
export interface Write {
  readonly session: Session
  readonly buckets: Buckets
  readonly path: FsPath
  readonly options: PutOptions
  readonly signal: AbortSignal
  readonly modTime: bigint
  /** What is stored with the bytes. */
  readonly fields: ObjectFields
}
