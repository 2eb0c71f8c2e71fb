import type { Cache, FsObject, FsPath, Hashes } from '@tranship/core/backend'

/** What only a HEAD tells of an object, by the version of it that is meant. */
interface Memory {
  readonly etag: string
  readonly size: number
  /** Nanoseconds since the epoch: between when the service must say that it was stored. */
  readonly from: string
  readonly to: string
  readonly modTime: string
  readonly mimeType?: string
  readonly tier?: string
  readonly hashes?: Hashes
}

/**
 * What is remembered of objects. An object that was stored again, even with the same bytes, has another time of storing, so
 * that nothing is told of it. What has been lost costs a request.
 */
export interface Remembered {
  /** An object as a listing told of it, with what only a HEAD tells; undefined where that is not known. */
  completed(path: FsPath, listed: FsObject): FsObject | undefined
  /** Takes in what a HEAD told of an object, which a listing may have told of before. */
  asked(object: FsObject, listed?: FsObject): void
  /** Takes in an object that was stored between two times, in milliseconds since the epoch. */
  stored(object: FsObject, window: readonly [from: number, to: number]): void
}

const SECOND = 1_000_000_000n

/** `realm` keeps the accounts of one cache apart. */
export function createRemembered(cache: Cache, realm: string): Remembered {
  const keyOf = (path: FsPath) => `${realm}/${path}`

  const remember = ({ path, version, size, modTime, mimeType, tier, hashes }: FsObject, from: bigint, to: bigint): void => {
    if (version === undefined || size === undefined || modTime === undefined) return
    const memory: Memory = {
      ...{ etag: version, size, from: String(from), to: String(to), modTime: String(modTime) },
      ...(mimeType !== undefined && { mimeType }),
      ...(tier !== undefined && { tier }),
      ...(hashes !== undefined && { hashes }),
    }
    cache.set(keyOf(path), JSON.stringify(memory))
  }

  return {
    completed: (path, listed) => {
      const { version, size, lastModified } = listed
      const memory = parsed(cache.get(keyOf(path)))
      if (memory === undefined || lastModified === undefined || memory.etag !== version || memory.size !== size) return undefined
      const [from, to] = [BigInt(memory.from), BigInt(memory.to)]
      if (lastModified < from || lastModified > to) return undefined
      const { mimeType, tier, hashes } = memory
      const object: FsObject = {
        ...{ ...listed, path, modTime: BigInt(memory.modTime) },
        ...(mimeType !== undefined && { mimeType }),
        ...(tier !== undefined && { tier }),
        ...(hashes !== undefined && { hashes }),
      }
      // From now on no other time will do.
      if (from !== to) remember(object, lastModified, lastModified)
      return object
    },

    asked: (object, listed) => {
      const { lastModified } = object
      if (lastModified === undefined) return
      // A listing may tell parts of the second.
      const isListed = listed?.version === object.version && listed?.size === object.size && listed?.lastModified !== undefined
      const told = isListed ? (listed.lastModified ?? lastModified) : lastModified
      const isSame = told - lastModified < SECOND && lastModified - told < SECOND
      if (isListed && isSame) remember(object, told, told)
      else remember(object, lastModified, lastModified + SECOND - 1n)
    },

    stored: (object, [from, to]) => remember(object, BigInt(from) * 1_000_000n, BigInt(to) * 1_000_000n),
  }
}

/** Undefined for nothing, and for what is no memory. */
function parsed(text: string | undefined): Memory | undefined {
  if (text === undefined) return undefined
  try {
    const memory: Partial<Memory> | null = JSON.parse(text)
    const { etag, size, from = '', to = '', modTime = '' } = memory ?? {}
    const areNumbers = [from, to, modTime].every((value) => /^-?\d+$/.test(value))
    return typeof etag === 'string' && typeof size === 'number' && areNumbers ? (memory as Memory) : undefined
  } catch {
    return undefined
  }
}
