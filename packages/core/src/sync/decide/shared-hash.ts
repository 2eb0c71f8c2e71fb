import type { FsObject } from '../../fs/entry.js'
import type { Features, Fs } from '../../fs/fs.js'
import { COMPUTED_HASHES, type HashName } from '../../fs/hash.js'

/** One of two objects, and where it is. */
interface Side {
  readonly fs: Fs
  readonly object: FsObject
}

/** The hashes that both sides may have of an object: those of the source in its order, what core can compute before others. */
export function commonHashes(src: Features, dst: Features): readonly HashName[] {
  const common = src.hashes.filter((name) => dst.hashes.includes(name))
  const isComputed = (name: HashName): boolean => COMPUTED_HASHES.includes(name)
  return [...common.filter(isComputed), ...common.filter((name) => !isComputed(name))]
}

/**
 * The digests of two objects under one name, the first of `names` that both can tell; undefined where an object has none. A
 * service is asked what it has before a file of this machine is read for it.
 */
export async function sharedDigests(
  src: Side,
  dst: Side,
  names: readonly HashName[],
  signal: AbortSignal,
): Promise<[src: string | undefined, dst: string | undefined]> {
  const [first] = names
  if (first === undefined) return [undefined, undefined]
  const [left, right] = await Promise.all([asked(src, names, signal), asked(dst, names, signal)])
  const name = names.find((each) => tells(left, each) && tells(right, each)) ?? first
  return Promise.all([digestOf(left, name, signal), digestOf(right, name, signal)])
}

/** The object as its stat tells it, where a listing told none of these hashes of it. */
async function asked(side: Side, names: readonly HashName[], signal: AbortSignal): Promise<Side> {
  const { fs, object } = side
  const isTold = names.some((name) => object.hashes?.[name] !== undefined)
  const isOne = names.length === 1 && fs.hash !== undefined
  return isTold || isOne || isHere(fs) || fs.features.duplicates
    ? side
    : { fs, object: await fs.stat(object.path, { signal, listed: object }) }
}

function tells({ fs, object }: Side, name: HashName): boolean {
  return object.hashes?.[name] !== undefined || isHere(fs)
}

/** Whether the files are of this machine: any of their hashes takes a reading. */
function isHere(fs: Fs): boolean {
  return fs.direct !== undefined
}

async function digestOf({ fs, object }: Side, name: HashName, signal: AbortSignal): Promise<string | undefined> {
  return object.hashes?.[name] ?? fs.hash?.(object, name, { signal })
}
