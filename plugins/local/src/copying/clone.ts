import { type BigIntStats, constants, copyFile, fchmodSync, fstatSync } from 'node:fs'
import { promisify } from 'node:util'
import { classified, codeOf } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import type { Located } from '../names/locate.js'
import type { Seen } from '../status/look.js'
import { createTemporary, type NewFile } from '../writing/new-file.js'

const copied = promisify(copyFile)

/** Bytes from which on sharing blocks is worth the way through the thread pool. */
export const WORTH_SHARING = 64 * 1024

/** What a system call says where the file system, or this pair of places, has no shared blocks. */
const NO_SUCH_THING: ReadonlySet<string | undefined> = new Set(['ENOTSUP', 'EOPNOTSUPP', 'ENOTTY', 'EXDEV', 'EINVAL', 'ENOSYS'])

/**
 * A new file that shares the blocks of another one (a reflink), so that no byte is copied. Undefined where that cannot be, which
 * is remembered of the file system.
 */
export function createClone(
  root: LocalRoot,
  from: Located,
  to: Located,
  status: BigIntStats,
  old: Seen | undefined,
): Promise<NewFile | undefined> | undefined {
  const { no_clone, inplace } = root.options
  if (no_clone || inplace || status.size < WORTH_SHARING || root.uncloneable.has(status.dev)) return undefined
  return cloned(root, from, createTemporary(to, old?.status), to, status)
}

async function cloned(root: LocalRoot, from: Located, file: NewFile, to: Located, status: BigIntStats): Promise<NewFile | undefined> {
  const { mode } = classified(to, () => fstatSync(file.fd))
  try {
    await copied(from.native, file.native, constants.COPYFILE_FICLONE_FORCE)
    fchmodSync(file.fd, mode & 0o7777) // the copy has brought the source's along
    if (fstatSync(file.fd, { bigint: true }).size === status.size) return { ...file, isComplete: true }
  } catch (error) {
    if (NO_SUCH_THING.has(codeOf(error))) root.uncloneable.add(status.dev)
  }
  file.close()
  file.discard() // what failed has removed it already
  return undefined
}
