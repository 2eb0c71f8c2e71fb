import type { Session } from './client.js'
import type { Directories } from './directories.js'
import type { Documents } from './documents.js'
import type { Ids } from './ids.js'
import type { Trashed } from './trashed.js'
import type { Turns } from './turns.js'

/** What all operations on an open Drive share. */
export interface Drive {
  readonly session: Session
  readonly directories: Directories
  readonly documents: Documents
  readonly ids: Ids
  readonly turns: Turns
  readonly trashed: Trashed
}
