import { FsError, type FsErrorKind, isFsError } from '@tranship/core/backend'
import type { Located } from './names/locate.js'
import { shownNative } from './names/native-path.js'

const KINDS: Readonly<Record<string, readonly [FsErrorKind, string]>> = {
  ENOENT: ['not-found', 'no such file or directory'],
  ENOTDIR: ['not-found', 'not a directory'],
  EEXIST: ['already-exists', 'exists already'],
  ENOTEMPTY: ['not-empty', 'directory not empty'],
  EISDIR: ['is-directory', 'is a directory'],
  ENAMETOOLONG: ['invalid-path', 'name too long'],
  EILSEQ: ['invalid-path', 'this file system cannot hold the name'],
  EACCES: ['denied', 'permission denied'],
  EPERM: ['denied', 'operation not permitted'],
  EROFS: ['denied', 'read-only file system'],
  EBUSY: ['denied', 'in use by the system'],
  ELOOP: ['denied', 'symbolic link, not followed'],
  ENOSPC: ['quota', 'no space left on device'],
  EDQUOT: ['quota', 'disk quota exceeded'],
  EFBIG: ['quota', 'larger than this file system can hold'],
  EMFILE: ['unavailable', 'too many open files'],
  ENFILE: ['unavailable', 'too many open files on this machine'],
  EAGAIN: ['unavailable', 'not ready'],
  ENOMEM: ['unavailable', 'out of memory'],
  ESTALE: ['unavailable', 'stale file handle'],
  ETIMEDOUT: ['unavailable', 'the file system timed out'],
  EXDEV: ['unsupported', 'on another file system'],
  ENOTSUP: ['unsupported', 'not supported by this file system'],
  EOPNOTSUPP: ['unsupported', 'not supported by this file system'],
  ENOSYS: ['unsupported', 'not supported by this system'],
}

/** What nearly every file system takes, in bytes; none tells. */
const NAME_LIMIT = 255

/** What a system call on `at` threw, as an FsError. */
export function localError(error: unknown, at: Located): FsError {
  if (isFsError(error)) return error
  const code = codeOf(error)
  const known = code === undefined ? undefined : KINDS[code]
  if (known === undefined) {
    return new FsError('unexpected', error instanceof Error ? error.message : String(error), { path: at.path, cause: error })
  }
  const [kind, words] = known
  return failure(kind, code === 'ENAMETOOLONG' ? tooLong(at) : words, at, error)
}

/** An FsError about `at` whose message names the file as the person knows it. */
export function failure(kind: FsErrorKind, words: string, at: Located, cause?: unknown): FsError {
  return new FsError(kind, `${words}: ${JSON.stringify(shownNative(at.native))}`, { path: at.path, cause })
}

/** Makes system calls on `at`; what they throw comes out as an FsError. */
export function classified<Result>(at: Located, calls: () => Result): Result {
  try {
    return calls()
  } catch (error) {
    throw localError(error, at)
  }
}

/** The code of a failed system call, such as "ENOENT". */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
}

function tooLong({ native }: Located): string {
  const bytes = Buffer.from(native).toString('latin1')
  const longest = Math.max(...bytes.split('/').map((name) => name.length))
  if (longest > NAME_LIMIT) return `name too long (${longest} bytes, the limit is ${NAME_LIMIT})`
  return `path too long (${bytes.length} bytes)`
}
