import type { ByteRange, ByteSource, Bytes, DirectSource } from './bytes.js'
import type { FsDirectory, FsEntry, FsObject, Page } from './entry.js'
import type { FsError } from './error.js'
import type { Hashes, HashName } from './hash.js'
import type { FsPath } from './path.js'

/** The operations that can be held to a version. */
export type ConditionalOperation = 'open' | 'put' | 'copy' | 'move' | 'remove' | 'removeMany' | 'setModTime'

/** Facts about an Fs that no method shows. What an Fs can do is said by its methods alone: an absent one is not possible. */
export interface Features {
  /** Nanoseconds: the smallest step of `modTime` that survives a `put`. Undefined: the service keeps no such time. */
  readonly modTimePrecision: bigint | undefined
  /** Hashes of an object that its `stat` has, or that `hash` tells: the first of all that a put wrote at once, others where there are any. */
  readonly hashes: readonly HashName[]
  readonly caseSensitive: boolean
  /** What listings promise: path order (see `comparePaths`), or none. */
  readonly listingOrder: 'path' | 'none'
  /** Its service documents that listings are in path order: then `listAll` of several ranges of keys may go on side by side. */
  readonly documentsByteOrder?: boolean
  /** The first segment of a path is a bucket. */
  readonly buckets: boolean
  /** A directory exists by itself, also an empty one; else it is only a prefix of names. */
  readonly realDirectories: boolean
  /** An object "a" and an object "a/b" may exist together. */
  readonly objectBesideDirectory: boolean
  /** Two entries may have the same path. */
  readonly duplicates: boolean
  /** An object keeps a mime type. */
  readonly mimeTypes: boolean
  /** The keys of metadata that are kept, where `metadata` tells of any; absent: all, those of the user's own too. */
  readonly metadataKeys?: readonly string[]
  /** The operations that hold to `object.version` and `replaces`; elsewhere these are hints. */
  readonly conditions: readonly ConditionalOperation[]
}

/** Where server-side copies work: within one realm (service, endpoint, account; no secret). */
export interface Place {
  readonly realm: string
  /** The path of this Fs' root in its realm. */
  readonly path: string
}

export interface OperationOptions {
  readonly signal?: AbortSignal
}

export interface StatOptions extends OperationOptions {
  /** The object as it was listed: what is remembered of just this version of it may be told, and nothing asked. */
  readonly listed?: FsObject
}

export interface OpenOptions extends OperationOptions {
  readonly range?: ByteRange
  /** The consumer is done with a chunk when it pulls the next, so its memory may be used again. */
  readonly reuse?: boolean
}

export interface ListAllOptions extends OperationOptions {
  /** Only what sorts after this order key (a directory's ends in "/"). */
  readonly after?: string
  /** Only what sorts up to and including this order key. */
  readonly upTo?: string
  /** Asked once for each directory; false: nothing below it is wanted, and the listing seeks past it. */
  enter?(directory: FsPath): boolean
}

/**
 * Lets a `put` that was cut off go on later, in another process: the state is an opaque text of the backend. Who gives one has
 * seen to it that the source has the bytes it had, and opens ranges of them.
 */
export interface Checkpoint {
  load(): string | undefined
  save(state: string): void
}

/** How a backend that reads a source by itself (by `file` or `whole`) has it counted, slowed and hashed. */
export interface TransferHooks {
  /** The digests that are wanted, where the backend can compute them while it reads. */
  readonly hashes: readonly HashName[]
  /** Awaited before each block is read from `file` or taken from `whole`. What comes through `open` is counted by core. */
  take(bytes: number): void | Promise<void>
  /** Digests of what was sent, told before the put commits. */
  sent(digests: Hashes): void
}

export interface PutOptions extends OperationOptions {
  readonly modTime?: bigint
  readonly mimeType?: string
  readonly metadata?: Readonly<Record<string, string>>
  /** What the caller believes is there now: the id to update, the version to demand; or that nothing is. */
  readonly replaces?: FsObject | 'nothing'
  readonly checkpoint?: Checkpoint
  readonly transfer?: TransferHooks
}

export interface CopyOptions extends OperationOptions {
  /** The Fs of the same realm that the object belongs to, when it is not this one. */
  readonly from?: Place
  readonly replaces?: FsObject | 'nothing'
  /** Nanoseconds since the epoch; absent: the copy keeps the time of its source. */
  readonly modTime?: bigint
  /** Awaited before each block of bytes that goes through this machine, as between two of its directories; a service that copies by itself does not call it. */
  take?(bytes: number): void | Promise<void>
}

export interface RemoveResult {
  readonly object: FsObject
  readonly error?: FsError
}

/** Bytes; absent where the service does not say. */
export interface Usage {
  readonly total?: number
  readonly used?: number
  readonly free?: number
  /** Of the bytes used, those in the trash. */
  readonly trashed?: number
  /** Of the bytes used, those of other applications of the account. */
  readonly other?: number
  /** The number of objects. */
  readonly objects?: number
}

export interface CleanUpOptions extends OperationOptions {
  /** Only what belongs to it; absent: all. */
  readonly directory?: FsPath
}

export interface CommandOptions extends OperationOptions {
  /** What a person gave by name. */
  readonly named: Readonly<Record<string, string>>
}

export interface LinkOptions extends OperationOptions {
  /** Milliseconds that the link is to live; absent: as long as the service lets it. */
  readonly expiry?: number
}

/**
 * An opened root that can be listed, read and written.
 *
 * Every method may be called concurrently with any other. `list`, `listAll` and `open` do nothing until they are first
 * pulled; leaving the loop releases the connection; an aborted signal rejects a pending pull or call at once with
 * `signal.reason`. Everything else that fails does so with an `FsError`.
 */
export interface Fs {
  readonly features: Features
  readonly place: Place

  /**
   * One level of a directory. A missing directory is `not-found`; without real directories it lists empty, a missing
   * bucket is `not-found` in any case. In a bucket store the root lists the buckets. When it ends in an error, everything
   * after its last path is unknown.
   */
  list(directory: FsPath | FsDirectory, options?: OperationOptions): AsyncIterable<Page>

  /** One object with all its fields. A missing one is `not-found`; a directory is `is-directory`, or `not-found` where directories are not real. */
  stat(path: FsPath, options?: StatOptions): Promise<FsObject>

  /** The body, or a range of it: exactly the bytes asked for, or it rejects. */
  open(object: FsObject, options?: OpenOptions): Bytes

  /**
   * Ways to the bytes of an object on this machine that are shorter than `open`; nothing where there is none. Rejects where
   * the object is no longer the one that was listed; `whole` throws then.
   */
  direct?(object: FsObject, options?: OperationOptions): Promise<DirectSource>

  /**
   * Writes an object, all or nothing to its readers: it replaces what is there, makes missing parents, and returns what
   * `stat` would (`lastModified` may be absent). The bytes are verified before they replace anything. A source that fails,
   * ends early or runs long (`mismatch`) leaves the old object and no part of the new one, unless a checkpoint names it.
   */
  put(path: FsPath, source: ByteSource, options?: PutOptions): Promise<FsObject>

  /** Removes an object. A missing one is `not-found`. */
  remove(object: FsObject, options?: OperationOptions): Promise<void>

  /** Makes a directory and its missing parents; one that exists is kept. In a bucket store it makes the bucket. */
  mkdir(path: FsPath, options?: OperationOptions): Promise<FsDirectory>

  /** Removes an empty directory. A missing one is `not-found` (where directories are real), one with something in it `not-empty`. */
  rmdir(directory: FsPath | FsDirectory, options?: OperationOptions): Promise<void>

  /** Everything below a directory: objects, and directories that are real or have a marker. */
  listAll?(directory: FsPath | FsDirectory, options?: ListAllOptions): AsyncIterable<Page>

  /** Copies an object within the realm, replacing what is there. A missing source is `not-found`; onto itself it does nothing. */
  copy?(object: FsObject, to: FsPath, options?: CopyOptions): Promise<FsObject>

  /** Moves an object within the realm, replacing what is there. A missing source is `not-found`; onto itself it does nothing. */
  move?(object: FsObject, to: FsPath, options?: CopyOptions): Promise<FsObject>

  /** Moves a whole directory. Where something exists already it is `already-exists`. */
  moveDirectory?(directory: FsPath | FsDirectory, to: FsPath, options?: CopyOptions): Promise<void>

  /** Removes many objects with few requests, in any order; each is answered for. */
  removeMany?(objects: readonly FsObject[], options?: OperationOptions): AsyncIterable<RemoveResult>

  /** Sets the modification time and keeps content, mime type and metadata. Returns the entry as it is now. */
  setModTime?(entry: FsObject | FsDirectory, time: bigint, options?: OperationOptions): Promise<FsEntry>

  /** Replaces the user metadata, keeps the rest. Returns the entry as it is now. */
  setMetadata?(entry: FsObject | FsDirectory, metadata: Readonly<Record<string, string>>, options?: OperationOptions): Promise<FsEntry>

  /** Moves an object to another storage class. Returns the entry as it is now. */
  setTier?(object: FsObject, tier: string, options?: OperationOptions): Promise<FsObject>

  /** Removes a directory and everything below it. A missing one is `not-found`. */
  purge?(directory: FsPath | FsDirectory, options?: OperationOptions): Promise<void>

  /** A hash that takes work: reading the file, or asking. Undefined where this object has none. */
  hash?(object: FsObject, name: HashName, options?: OperationOptions): Promise<string | undefined>

  /** System and user metadata. */
  metadata?(entry: FsObject | FsDirectory, options?: OperationOptions): Promise<Readonly<Record<string, string>>>

  about?(options?: OperationOptions): Promise<Usage>

  /** A URL at which anybody may read a file or directory. A service that cannot limit its life ignores `expiry`. */
  publicLink?(path: FsPath, options?: LinkOptions): Promise<string>
  /** Takes back the public links of a file or directory. */
  removePublicLink?(path: FsPath, options?: OperationOptions): Promise<void>

  /** Removes what cut-off transfers left behind. */
  cleanUp?(options?: CleanUpOptions): Promise<void>

  /**
   * Does what only this service has: one of the commands of its backend, at a file or directory. Gives what is to be printed:
   * lines of text, or anything else as JSON.
   */
  command?(at: FsPath, name: string, args: readonly string[], options: CommandOptions): Promise<unknown>

  /** Removes what the state of a checkpoint names. */
  discard?(checkpoint: string, options?: OperationOptions): Promise<void>

  /** Releases connections and files. Nothing may be called afterwards. */
  close?(): Promise<void>
}
