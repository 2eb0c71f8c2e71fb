import { lstat } from 'node:fs/promises'
import { asFsError, FsError, type FsPath, isFsError } from '@tranship/core/backend'

/**
 * Does `work`, which reads a file of this machine that had `size` bytes when it was listed. Rejects with `mismatch` unless it
 * is the same file, of that size and with the same time, before and after.
 */
export async function whileUnchanged<Answer>(file: string, size: number, path: FsPath, work: () => Promise<Answer>): Promise<Answer> {
  const look = async () => {
    const { dev, ino, size: now, mtimeNs } = await lstat(file, { bigint: true })
    return { size: now, identity: `${dev} ${ino} ${now} ${mtimeNs}` }
  }
  const changed = (cause?: unknown) => new FsError('mismatch', 'the source changed while it was read', { path, cause })
  try {
    const before = await look()
    if (before.size !== BigInt(size)) throw changed()
    const answer = await work()
    if ((await look()).identity !== before.identity) throw changed()
    return answer
  } catch (error) {
    if (isFsError(error) || !isOfFile(error)) throw error
    throw error.code === 'ENOENT' || error.code === 'ENDED' ? changed(error) : asFsError(error, path)
  }
}

/** An error of the file system, or of a file that ended before its size. */
function isOfFile(error: unknown): error is { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}
