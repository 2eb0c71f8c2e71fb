import { createHash, type Hash, hash as hashOf } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { createContentHash } from './content-hash.js'
import { CRC_KINDS, type CrcKind, crcHex, createCrc } from './crc.js'

/** The hashes that core computes by itself; a backend may name further ones of its service. */
export type HashName = 'md5' | 'sha1' | 'sha256' | 'crc32' | 'crc32c' | 'crc64nvme' | 'dropbox' | (string & {})

/** Lower-case hex digests by name. */
export type Hashes = Readonly<Partial<Record<HashName, string>>>

/** Takes a body chunk by chunk and tells its digests at the end. */
export interface Hasher {
  update(chunk: Uint8Array): void
  /** The digests of what was taken in. Once; nothing may be added after it. */
  digests(): Hashes
}

interface Digest {
  update(chunk: Uint8Array): void
  hex(): string
}

const DIGESTS: Record<string, () => Digest> = {
  md5: () => ofCrypto(createHash('md5')),
  sha1: () => ofCrypto(createHash('sha1')),
  sha256: () => ofCrypto(createHash('sha256')),
  crc32: () => {
    let sum = 0
    return {
      update: (chunk) => {
        sum = crc32(chunk, sum)
      },
      hex: () => sum.toString(16).padStart(8, '0'),
    }
  },
  crc32c: () => ofCrc(CRC_KINDS.crc32c),
  crc64nvme: () => ofCrc(CRC_KINDS.crc64nvme),
  dropbox: createContentHash,
}

/** The names of the hashes that core can compute. */
export const COMPUTED_HASHES: readonly HashName[] = Object.keys(DIGESTS)

/** A hasher for those of `names` that core can compute; the others are left out. Each byte is read once for each. */
export function createHasher(names: Iterable<HashName>): Hasher {
  const digests = new Map<HashName, Digest>()
  for (const name of names) {
    const create = Object.hasOwn(DIGESTS, name) ? DIGESTS[name] : undefined
    if (create !== undefined && !digests.has(name)) digests.set(name, create())
  }
  return {
    update: (chunk) => {
      for (const digest of digests.values()) digest.update(chunk)
    },
    digests: () => Object.fromEntries([...digests].map(([name, digest]) => [name, digest.hex()])),
  }
}

/** Hashes that Node computes of a whole buffer in one call. */
const IN_ONE_CALL: ReadonlySet<HashName> = new Set<HashName>(['md5', 'sha1', 'sha256'])

/** The digests of bytes that are all there, as `createHasher` tells them: less work for few bytes. */
export function digestsOf(bytes: Uint8Array, names: Iterable<HashName>): Hashes {
  const digests: Partial<Record<HashName, string>> = {}
  const others: HashName[] = []
  for (const name of names) {
    if (IN_ONE_CALL.has(name)) digests[name] = hashOf(name, bytes, 'hex')
    else others.push(name)
  }
  if (others.length === 0) return digests
  const hasher = createHasher(others)
  hasher.update(bytes)
  return { ...digests, ...hasher.digests() }
}

/** The first hash name that both sides have a digest of and disagree about; undefined when none does. */
export function differingHash(a: Hashes | undefined, b: Hashes | undefined): HashName | undefined {
  if (a === undefined || b === undefined) return undefined
  return Object.keys(a).find((name) => a[name] !== undefined && b[name] !== undefined && a[name] !== b[name])
}

function ofCrypto(hash: Hash): Digest {
  return { update: (chunk) => void hash.update(chunk), hex: () => hash.digest('hex') }
}

function ofCrc(kind: CrcKind): Digest {
  const crc = createCrc(kind)
  return { update: crc.update, hex: () => crcHex(crc.value(), kind) }
}
