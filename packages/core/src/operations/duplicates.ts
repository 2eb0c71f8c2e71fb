import type { FsDirectory, FsEntry, FsObject } from '../fs/entry.js'
import { asFsError, type FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import type { HashName } from '../fs/hash.js'
import type { FsPath } from '../fs/path.js'
import { entryPacking } from '../tree/entry-packing.js'
import { createSpoolOf } from '../tree/spool.js'
import { digestOf } from './digest.js'
import { chosen, filePages, type TreeChoices } from './files.js'
import { inOrder } from './in-order.js'

/** Files of one name, or of one content. */
export interface DuplicateFiles {
  /** Their path, or their digest. */
  readonly name: string
  /** Two or more, in the order of the listing. */
  readonly objects: readonly FsObject[]
}

/** Parts the objects that are one and the same file, listed several times, from the rest: deleting one of them would lose it. */
export function withoutRepeats(objects: readonly FsObject[]): { readonly unique: FsObject[]; readonly repeated: readonly FsObject[][] } {
  const byId = Map.groupBy(objects, ({ id }) => id)
  const isRepeated = ({ id }: FsObject) => id !== undefined && (byId.get(id)?.length ?? 0) > 1
  return {
    unique: objects.filter((object) => !isRepeated(object)),
    repeated: [...byId.values()].filter(([object]) => object !== undefined && isRepeated(object)),
  }
}

type Unreadable = (path: FsPath, cause: FsError) => void

/** The files that share their path with others, name by name in path order. Told of two and more directories of one path is `twins`. */
export async function* filesOfOneName(
  fs: Fs,
  choices: TreeChoices,
  unreadable: Unreadable,
  twins: (directories: readonly FsDirectory[]) => void,
): AsyncIterable<DuplicateFiles> {
  let objects: FsObject[] = []
  let directories: FsDirectory[] = []
  for await (const page of chosen(fs, choices)) {
    for (const entry of page) {
      if (entry.kind === 'unreadable') unreadable(entry.path, entry.cause)
      else if (entry.kind === 'directory') {
        if (directories[0]?.path === entry.path) directories.push(entry)
        else {
          if (directories.length > 1) twins(directories)
          directories = [entry]
        }
      } else if (objects[0]?.path === entry.path) objects.push(entry)
      else {
        if (objects.length > 1) yield { name: objects[0]?.path as FsPath, objects }
        objects = [entry]
      }
    }
  }
  if (directories.length > 1) twins(directories)
  if (objects.length > 1) yield { name: objects[0]?.path as FsPath, objects }
}

/** The files that share their digest with others, digest by digest. A file without one shares it with none. */
export async function* filesOfOneContent(
  fs: Fs,
  choices: TreeChoices & { readonly hash: HashName; readonly checkers: number; readonly signal: AbortSignal },
  failed: Unreadable,
): AsyncIterable<DuplicateFiles> {
  const { hash, checkers, signal } = choices
  await using byDigest = createSpoolOf<FsEntry>({ packing: entryPacking, key: digestIn }, choices)
  for await (const objects of inOrder(filePages(fs, choices, failed), checkers, signal, hashed)) {
    await byDigest.add(objects.filter(({ hashes }) => hashes?.[hash] !== undefined))
  }
  let name = ''
  let objects: FsObject[] = []
  for await (const page of byDigest.inOrder()) {
    for (const entry of page) {
      if (entry.kind !== 'object') continue
      const digest = digestIn(entry)
      if (digest === name) objects.push(entry)
      else {
        if (objects.length > 1) yield { name, objects }
        name = digest
        objects = [entry]
      }
    }
  }
  if (objects.length > 1) yield { name, objects }

  function digestIn(entry: FsEntry): string {
    return (entry.kind === 'object' && entry.hashes?.[hash]) || ''
  }

  async function hashed(object: FsObject): Promise<FsObject> {
    try {
      const digest = await digestOf(fs, object, { hash, download: false }, signal)
      return digest === undefined ? object : { ...object, hashes: { ...object.hashes, [hash]: digest } }
    } catch (error) {
      signal.throwIfAborted()
      failed(object.path, asFsError(error, object.path))
      return object
    }
  }
}
