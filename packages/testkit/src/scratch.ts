import { randomBytes } from 'node:crypto'
import { type Fs, type FsPath, joinPath, ROOT, subdirectory } from '@tranship/core'
import type { Budgets } from './budgets.js'
import { bystanders } from './bystanders.js'
import { emptyDirectory } from './empty-directory.js'

/** What `open` of a suite gives for each check: an empty place, and how to look behind it. */
export interface Opened {
  /** Its root is empty; of a bucket store, where the kit makes its own buckets, it may hold anything. */
  readonly fs: Fs
  /** Names what is left below a directory besides its entries: open uploads, segments, temporary files. */
  leftovers?(directory: FsPath): Promise<readonly string[]>
  /** How many requests were sent so far. */
  requests?(): number
  /** Looks behind the Fs at the storage classes of a service that has several. */
  readonly storageClass?: StorageClass
  /** Texts that must never be seen: keys, tokens. */
  readonly secrets?: readonly string[]
  /** All that the backend has logged. */
  logged?(): readonly string[]
  /** Takes the place away, whatever came of the check. */
  dispose?(): Promise<void>
}

/** Paths are those of the Fs as it was opened. */
export interface StorageClass {
  /** Writes an object into another class than the backend does. */
  put(path: FsPath, bytes: Uint8Array): Promise<void>
  /** The class of an object, as the service tells it. */
  of(path: FsPath): Promise<string>
}

/** Where a backend is tried: at a root, and as what core makes of a directory in it. */
export const SITES = ['root', 'subdirectory'] as const
export type Site = (typeof SITES)[number]

/** The empty place that a check has for itself. */
export interface Scratch {
  readonly fs: Fs
  /** The root of the remote, which holds `fs`: for what concerns buckets. */
  readonly remote: Fs
  /** The same as the backend has opened it, without a layer between. */
  readonly opened: Fs
  /** Entries in a page of a listing. */
  readonly pageSize: number
  /** Bytes from which on a body goes in several pieces. */
  readonly partSize: number
  leftovers(): Promise<readonly string[]>
  /** How many requests were sent so far; undefined where nobody counts them. */
  requests(): number | undefined
  readonly budgets: Budgets
  /** As given with `open`, but for paths of `fs`. */
  readonly storageClass?: StorageClass
}

export interface MadeScratch extends Scratch {
  /** Throws when something changed beside the place. */
  checkSurroundings(): Promise<void>
  remove(): Promise<void>
}

/** Makes the place of one check in what was opened, as `remote` shows it: of a bucket store in a fresh bucket. */
export async function makeScratch(
  remote: Fs,
  opened: Opened,
  site: Site,
  given: Pick<Scratch, 'pageSize' | 'partSize' | 'budgets'>,
): Promise<MadeScratch> {
  const bucket = remote.features.buckets ? freshBucket() : ROOT
  if (bucket !== ROOT) await remote.mkdir(bucket)
  const root = subdirectory(remote, bucket)
  const around = site === 'root' ? undefined : await bystanders(root, 'a place' as FsPath, 'below')
  const place = joinPath(bucket, around?.directory ?? ROOT)
  const { storageClass } = opened
  return {
    remote,
    opened: opened.fs,
    fs: around === undefined ? root : subdirectory(root, around.directory),
    ...given,
    ...(storageClass && {
      storageClass: {
        put: (path, bytes) => storageClass.put(joinPath(place, path), bytes),
        of: (path) => storageClass.of(joinPath(place, path)),
      },
    }),
    leftovers: async () => (await opened.leftovers?.(place)) ?? [],
    requests: () => opened.requests?.(),
    checkSurroundings: async () => around?.check(),
    remove: async () => {
      if (bucket === ROOT) return
      await emptyDirectory(root)
      await remote.rmdir(bucket)
    },
  }
}

/** A name that nobody has, and that every bucket store allows. */
export function freshBucket(): FsPath {
  return `tranship-check-${randomBytes(6).toString('hex')}` as FsPath
}
