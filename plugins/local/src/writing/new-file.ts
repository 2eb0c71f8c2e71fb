import { type BigIntStats, constants, fchmodSync, fchownSync, openSync, unlinkSync } from 'node:fs'
import { classified } from '../errors.js'
import type { Located } from '../names/locate.js'
import type { NativePath } from '../names/native-path.js'
import { temporaryName } from '../names/temporary-name.js'
import { type OpenFile, openedFile } from '../reading/open-file.js'

/** A file that is being written: beside the one that it is to become, or in its place. */
export interface NewFile extends OpenFile {
  readonly native: NativePath
  /** It has its content already. */
  readonly isComplete: boolean
  /** Removes it; does nothing once it has another name. */
  discard(): void
}

const NO_LINK = constants.O_NOFOLLOW ?? 0
const FRESH = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_LINK
const OVERWRITTEN = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | NO_LINK

const PERMISSIONS = 0o777n

/** A file in the directory of `at`, with the permissions and the owner of the one that it will replace, or else the usual ones. */
export function createTemporary(at: Located, old: BigIntStats | undefined): NewFile {
  const native = temporaryName(at)
  const permissions = old?.isFile() ? Number(old.mode & PERMISSIONS) : 0o666
  const file = newFile(
    at,
    native,
    classified(at, () => openSync(native, FRESH, permissions)),
  )
  return likeOld(file, at, old)
}

/** The file, with the permissions and the owner of the one that it will replace. When that fails, it is gone. */
export function likeOld(file: NewFile, at: Located, old: BigIntStats | undefined): NewFile {
  if (!old?.isFile()) return file
  try {
    classified(at, () => {
      keepOwner(file.fd, old)
      fchmodSync(file.fd, Number(old.mode & PERMISSIONS)) // the umask may have taken some of them
    })
    return file
  } catch (error) {
    file.close()
    file.discard()
    throw error
  }
}

/** The file itself, emptied. */
export function overwritten(at: Located): NewFile {
  return newFile(
    at,
    at.native,
    classified(at, () => openSync(at.native, OVERWRITTEN, 0o666)),
  )
}

function newFile(at: Located, native: NativePath, fd: number): NewFile {
  return { ...openedFile(fd, at), native, isComplete: false, discard: () => removeQuietly(native) }
}

/** Removes what may be gone, or out of reach as its directory is. */
export function removeQuietly(native: NativePath): void {
  try {
    unlinkSync(native)
  } catch {
    // nothing is left to do
  }
}

/** Only the superuser can give files away; for the others every new file is their own. */
function keepOwner(fd: number, { uid, gid }: BigIntStats): void {
  if (process.geteuid?.() === 0 && (uid !== 0n || gid !== 0n)) fchownSync(fd, Number(uid), Number(gid))
}
