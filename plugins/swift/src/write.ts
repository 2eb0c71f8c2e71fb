import type { FsPath, PutOptions } from '@tranship/core/backend'
import type { Session } from './client.js'
import type { Turns } from './commit.js'
import type { Containers } from './containers.js'
import type { Headers } from './head.js'
import type { ObjectPlace } from './key.js'

/** One put under way. */
export interface Write {
  readonly session: Session
  readonly containers: Containers
  readonly turns: Turns
  readonly path: FsPath
  readonly place: ObjectPlace
  readonly options: PutOptions
  readonly signal: AbortSignal
  /** What is stored with the object. */
  readonly headers: Headers
}
