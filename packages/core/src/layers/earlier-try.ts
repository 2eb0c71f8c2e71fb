import type { FsObject } from '../fs/entry.js'
import { isFsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import type { Hashes } from '../fs/hash.js'
import type { FsPath } from '../fs/path.js'

/** What is known of what a put or copy sends. */
export interface Sent {
  readonly size: number | undefined
  readonly modTime: bigint | undefined
  hashes: Hashes | undefined
}

/**
 * A further try of a put or copy. When it fails with `precondition-failed` because an earlier try, whose answer was lost,
 * has already written the object, this is the answer: what is there has the size, and the hash or else the time, of what
 * was sent.
 */
export async function answeredByEarlierTry(
  fs: Fs,
  path: FsPath,
  sent: Sent,
  signal: AbortSignal | undefined,
  run: () => Promise<FsObject>,
): Promise<FsObject> {
  try {
    return await run()
  } catch (error) {
    if (!isFsError(error, 'precondition-failed')) throw error
    const found = await fs.stat(path, signal === undefined ? {} : { signal }).catch((missing: unknown) => {
      throw isFsError(missing, 'not-found') ? error : missing
    })
    if (isSame(found, sent)) return found
    throw error
  }
}

function isSame(found: FsObject, sent: Sent): boolean {
  if (sent.size === undefined || found.size !== sent.size) return false
  const common = Object.keys(sent.hashes ?? {}).filter((name) => found.hashes?.[name] !== undefined)
  if (common.length > 0) return common.every((name) => found.hashes?.[name] === sent.hashes?.[name])
  return sent.modTime !== undefined && found.modTime === sent.modTime
}
