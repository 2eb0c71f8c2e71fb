import type { FsObject } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { COMPUTED_HASHES, createHasher, type HashName } from '../fs/hash.js'

/** How digests are come by. */
export interface DigestSource {
  readonly hash: HashName
  /** The files are read and hashed here, whatever the service says of them. */
  readonly download: boolean
}

/** Throws `unsupported` when there can be no such digest of any file. */
export function checkDigestSource(fs: Fs, { hash, download }: DigestSource): void {
  if (download && !COMPUTED_HASHES.includes(hash)) throw new FsError('unsupported', `${hash} cannot be computed here`)
  if (!download && !fs.features.hashes.includes(hash)) {
    throw new FsError('unsupported', `${hash} is no hash of this storage; downloading the files would tell it (--download)`)
  }
}

/** The lower-case hex digest of an object; undefined where the service has none of this one. */
export async function digestOf(fs: Fs, object: FsObject, source: DigestSource, signal: AbortSignal): Promise<string | undefined> {
  if (source.download) return downloadedDigest(fs, object, source.hash, signal)
  return object.hashes?.[source.hash] ?? toldDigest(fs, object, source.hash, signal)
}

async function toldDigest(fs: Fs, object: FsObject, hash: HashName, signal: AbortSignal): Promise<string | undefined> {
  if (fs.hash !== undefined) return fs.hash(object, hash, { signal })
  if (fs.features.duplicates) return undefined // The path alone does not say which of them is meant.
  return (await fs.stat(object.path, { signal })).hashes?.[hash]
}

async function downloadedDigest(fs: Fs, object: FsObject, hash: HashName, signal: AbortSignal): Promise<string | undefined> {
  const hasher = createHasher([hash])
  for await (const chunk of fs.open(object, { signal, reuse: true })) hasher.update(chunk)
  return hasher.digests()[hash]
}
