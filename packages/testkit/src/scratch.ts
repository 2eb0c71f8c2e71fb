import { randomBytes } from 'node:crypto'
import { type Fs, type FsPath, joinPath, ROOT, subdirectory } from '@tranship/core'
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
  /** Texts that must never be seen: keys, tokens. */
  readonly secrets?: readonly string[]
  /** All that the backend has logged. */
  logged?(): readonly string[]
  /** Takes the place away, whatever came of the check. */
  dispose?(): Promise<void>
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
  sizes: Pick<Scratch, 'pageSize' | 'partSize'>,
): Promise<MadeScratch> {
  const bucket = remote.features.buckets ? freshBucket() : ROOT
  if (bucket !== ROOT) await remote.mkdir(bucket)
  const root = subdirectory(remote, bucket)
  const around = site === 'root' ? undefined : await bystanders(root, 'a place' as FsPath, 'below')
  return {
    remote,
    opened: opened.fs,
    fs: around === undefined ? root : subdirectory(root, around.directory),
    ...sizes,
    leftovers: async () => (await opened.leftovers?.(joinPath(bucket, around?.directory ?? ROOT))) ?? [],
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
