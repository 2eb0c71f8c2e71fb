import { randomUUID } from 'node:crypto'
import { constants, fchmodSync, openSync, unlinkSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { classified } from './errors.js'
import { child, type Located } from './native-path.js'
import { type OpenFile, openedFile } from './open-file.js'

/** A file beside the one that it is to become. */
export interface TemporaryFile extends OpenFile {
  readonly native: string
  /** Removes it; does nothing once it has another name. */
  discard(): void
}

/** Bytes of the final name that are kept, so that a file system with short names takes the temporary one as well. */
const NAME_KEPT = 100

const FRESH = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

/** ".name.0123abcd.partial" in the directory of `at`, with exactly these permissions, or by default the usual ones. */
export function createTemporary(at: Located, permissions: number | undefined): TemporaryFile {
  const name = `.${shortened(basename(at.native), NAME_KEPT)}.${randomUUID().slice(0, 8)}.partial`
  const native = child(dirname(at.native), name)
  const fd = classified(at, () => openSync(native, FRESH, permissions ?? 0o666))
  const discard = () => {
    try {
      unlinkSync(native)
    } catch {
      // it has its final name, or is out of reach as the directory is
    }
  }
  const file: TemporaryFile = { ...openedFile(fd, at), native, discard }
  if (permissions !== undefined) keepPermissions(file, at, permissions)
  return file
}

/** The umask may have taken some of them. */
function keepPermissions(file: TemporaryFile, at: Located, permissions: number): void {
  try {
    classified(at, () => fchmodSync(file.fd, permissions))
  } catch (error) {
    file.close()
    file.discard()
    throw error
  }
}

/** The longest beginning of `name` that has at most `limit` bytes and no half character. */
function shortened(name: string, limit: number): string {
  const { read } = new TextEncoder().encodeInto(name, new Uint8Array(limit))
  return name.slice(0, read)
}
