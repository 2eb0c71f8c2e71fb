import { createHasher, type Hashes, type HashName } from '@tranship/core/backend'

/** The digests of bytes that are all there, in hex; each byte is read once for each. */
export function digestsOf(bytes: Uint8Array, names: Iterable<HashName>): Hashes {
  const hasher = createHasher(names)
  hasher.update(bytes)
  return hasher.digests()
}
