import { createHasher, type FsObject, type Hashes, type HashName, type OperationOptions, untilAborted } from '@tranship/core/backend'
import { demandObject } from './condition.js'
import { digestsOf } from './digest.js'
import { classified, failure } from './errors.js'
import type { LocalRoot } from './local-root.js'
import { locateForReading, lookForLink } from './look.js'
import { AT_ONCE, demandUnchanged, openToRead, readAtOnce } from './open-file.js'
import { readFile } from './read-file.js'

/** Tells digests of files; those of one file that are asked for together come from one reading of it. */
export type FileHasher = (object: FsObject, name: HashName, options?: OperationOptions) => Promise<string | undefined>

/** A file to be read. More names may come until it is. */
interface Reading {
  readonly names: Set<HashName>
  readonly signal: AbortSignal | undefined
  readonly digests: Promise<Hashes>
}

export function createFileHasher(root: LocalRoot): FileHasher {
  const waiting = new Map<string, Reading>()

  return async (object, name, { signal } = {}) => {
    signal?.throwIfAborted()
    const key = `${object.path}\0${object.version ?? ''}`
    const other = waiting.get(key)
    if (other?.signal === signal && other !== undefined) {
      other.names.add(name)
      return (await untilAborted(other.digests, signal))[name]
    }
    const names = new Set([name])
    const digests = Promise.resolve(root.slices.next()).then(() => {
      if (waiting.get(key)?.names === names) waiting.delete(key)
      return smallFile(root, object, names) ?? largeFile(root, object, names, signal)
    })
    waiting.set(key, { names, signal, digests })
    return (await untilAborted(digests, signal))[name]
  }
}

/** The digests of a file that is read in one call; undefined for a larger one, and for a link that is shown as a text. */
function smallFile(root: LocalRoot, object: FsObject, names: ReadonlySet<HashName>): Hashes | undefined {
  const at = locateForReading(root, object.path)
  if (lookForLink(root, object.path) !== undefined) return undefined
  const opened = openToRead(root, at)
  try {
    const size = Number(demandObject(opened, at, object).status.size)
    if (size > AT_ONCE) return undefined
    const bytes = root.memory().subarray(0, size)
    if (classified(at, () => readAtOnce(opened.fd, bytes, 0)) < size) {
      throw failure('mismatch', 'the file became shorter while it was read', at)
    }
    demandUnchanged(root, at, opened)
    return digestsOf(bytes, names)
  } finally {
    opened.close()
  }
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
