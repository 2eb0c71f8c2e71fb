import {
  createHasher,
  digestsOf,
  type FsObject,
  type Hashes,
  type HashName,
  type OperationOptions,
  untilAborted,
} from '@tranship/core/backend'
import type { LocalRoot } from '../local-root.js'
import { lookForLink } from '../status/look.js'
import { readFile } from './read-file.js'
import { readWaiting, readWhole } from './whole-file.js'

/** Tells digests of files; those of one file that are asked for together come from one reading of it. */
export type FileHasher = (object: FsObject, name: HashName, options?: OperationOptions) => Promise<string | undefined>

/** A file to be read. More names may come until it is. */
interface Reading {
  readonly version: string | undefined
  readonly names: Set<HashName>
  readonly signal: AbortSignal | undefined
  readonly digests: Promise<Hashes>
}

export function createFileHasher(root: LocalRoot): FileHasher {
  const waiting = new Map<string, Reading>()

  return async (object, name, { signal } = {}) => {
    signal?.throwIfAborted()
    const other = waiting.get(object.path)
    if (other !== undefined && other.signal === signal && other.version === object.version) {
      other.names.add(name)
      return (await other.digests)[name]
    }
    const names = new Set([name])
    const coming = readWaiting(root, object)
    const begun = coming === undefined ? Promise.resolve(root.slices.next()) : untilAborted(coming, signal)
    const digests = begun.then((whole) => {
      if (waiting.get(object.path)?.names === names) waiting.delete(object.path)
      if (whole !== undefined) return digestsOf(whole.bytes, names)
      return smallFile(root, object, names) ?? largeFile(root, object, names, signal)
    })
    waiting.set(object.path, { version: object.version, names, signal, digests })
    return (await digests)[name]
  }
}

/** The digests of a file that is read in one call; undefined for a larger one, and for a link that is shown as a text. */
function smallFile(root: LocalRoot, object: FsObject, names: ReadonlySet<HashName>): Hashes | undefined {
  if (lookForLink(root, object.path) !== undefined) return undefined
  const whole = readWhole(root, object, (size) => root.memory().subarray(0, size))
  return whole && digestsOf(whole.bytes, names)
}

async function largeFile(
  root: LocalRoot,
  object: FsObject,
  names: ReadonlySet<HashName>,
  signal: AbortSignal | undefined,
): Promise<Hashes> {
  const hasher = createHasher(names)
  for await (const chunk of readFile(root, object, { reuse: true, ...(signal && { signal }) })) hasher.update(chunk)
  return hasher.digests()
}
