import { hash } from 'node:crypto'
import { COMPUTED_HASHES, createHasher, type Hashes, type HashName } from '@tranship/core/backend'

/** Hashes that Node computes of a whole buffer in one call. */
const IN_ONE_CALL: ReadonlySet<HashName> = new Set<HashName>(
  ['md5', 'sha1', 'sha256', 'sha512'].filter((name) => COMPUTED_HASHES.includes(name)),
)

/** The digests of bytes that are all there: less work than a hasher takes for few bytes. Unknown names are left out. */
export function digestsOf(bytes: Uint8Array, names: Iterable<HashName>): Hashes {
  const digests: Partial<Record<HashName, string>> = {}
  const others: HashName[] = []
  for (const name of names) {
    if (IN_ONE_CALL.has(name)) digests[name] = hash(name, bytes, 'hex')
    else others.push(name)
  }
  if (others.length === 0) return digests
  const hasher = createHasher(others)
  hasher.update(bytes)
  return { ...digests, ...hasher.digests() }
}
