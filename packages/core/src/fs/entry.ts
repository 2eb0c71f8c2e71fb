import type { FsError } from './error.js'
import type { Hashes } from './hash.js'
import type { FsPath } from './path.js'

/** One file of an Fs: plain data, as it was when it was listed. */
export interface FsObject {
  readonly kind: 'object'
  readonly path: FsPath
  /** Bytes; absent: not known before reading (a Google document). */
  readonly size?: number
  /** Nanoseconds since the epoch, as set by who wrote the file; absent in a listing: ask `stat`. */
  readonly modTime?: bigint
  /** Nanoseconds since the epoch: when the service took it in, by the service's own clock. */
  readonly lastModified?: bigint
  /** What is known without reading the file: lower-case hex by hash name. */
  readonly hashes?: Hashes
  readonly mimeType?: string
  /** The storage class, in the service's own word. */
  readonly tier?: string
  /** What the backend needs to find the file again. */
  readonly id?: string
  /** An etag, generation or revision; of a local file inode, size and times. Differs whenever the bytes differ. */
  readonly version?: string
}

/** One directory of an Fs; a bucket is one too. */
export interface FsDirectory {
  readonly kind: 'directory'
  readonly path: FsPath
  /** Nanoseconds since the epoch. */
  readonly modTime?: bigint
  /** What the backend needs to find the directory again. */
  readonly id?: string
  /** Bytes of everything below, where the service says so for nothing. */
  readonly size?: number
  /** Number of objects below, where the service says so for nothing. */
  readonly count?: number
}

/** A place that could not be read: nothing at or below its path is known. */
export interface Unreadable {
  readonly kind: 'unreadable'
  readonly path: FsPath
  readonly cause: FsError
}

export type FsEntry = FsObject | FsDirectory | Unreadable

/** The unit in which listings travel. */
export type Page = readonly FsEntry[]
