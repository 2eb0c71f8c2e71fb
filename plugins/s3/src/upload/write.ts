import type { FsPath, PutOptions } from '@tranship/core/backend'
import type { Buckets } from '../bucket.js'
import type { Session } from '../client/session.js'

/** One put under way. */
export interface Write {
  readonly session: Session
  readonly buckets: Buckets
  readonly path: FsPath
  readonly options: PutOptions
  readonly signal: AbortSignal
  readonly modTime: bigint
}
