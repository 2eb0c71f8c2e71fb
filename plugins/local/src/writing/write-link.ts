import { isUtf8 } from 'node:buffer'
import { lstatSync, renameSync, symlinkSync } from 'node:fs'
import { type Bytes, type FsObject, type FsPath, type PutOptions, parentOf, readAll } from '@tranship/core/backend'
import { classified, failure } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import { linkPath } from '../names/link-text.js'
import { type Located, locate } from '../names/locate.js'
import { temporaryName } from '../names/temporary-name.js'
import { demandReplaceable } from '../status/condition.js'
import { makeDirectories } from '../status/directories.js'
import { objectOf } from '../status/file-entry.js'
import { statusOf } from '../status/file-status.js'
import { setTimeAt } from '../status/file-time.js'
import { lookAt } from '../status/look.js'
import { propertiesOf } from '../status/metadata.js'
import { removeQuietly } from './new-file.js'
import { promised } from './promised-length.js'

/** The most bytes that a link can have on any system. */
const LIMIT = 4096

/** Makes the symbolic link that the text file at `shown` stands for; it replaces another link at once, and nothing else. */
export async function writeLink(
  root: LocalRoot,
  shown: Located,
  body: Bytes,
  size: number | undefined,
  options: PutOptions,
): Promise<FsObject> {
  const target = Buffer.from(await readAll(promised(body, size, shown), LIMIT))
  if (target.length === 0 || target.includes(0)) throw failure('invalid-path', 'a symbolic link cannot lead to such a name', shown)
  options.signal?.throwIfAborted()
  makeDirectories(root, parentOf(shown.path))
  const at = { path: shown.path, native: locate(root, linkPath(shown.path) as FsPath).native }
  const demandPlace = () => {
    demandReplaceable(shown, lookAt(root, shown), options.replaces)
    if (statusOf(shown) !== undefined) throw failure('already-exists', 'a file of this name is here, which is no link', shown)
    const old = statusOf(at)
    if (old?.isDirectory()) throw failure('is-directory', 'a directory is where the link belongs', at)
    if (old !== undefined && !old.isSymbolicLink()) throw failure('already-exists', 'something else is where the link belongs', at)
  }
  demandPlace()
  const native = temporaryName(at)
  classified(at, () => symlinkSync(isUtf8(target) ? target.toString() : target, native))
  try {
    return classified(at, () => {
      const properties = options.metadata === undefined ? {} : propertiesOf(options.metadata, at, root)
      const modTime = properties.mtime ?? options.modTime
      if (modTime !== undefined && !root.options.no_set_modtime) setTimeAt(native, modTime, properties.atime)
      demandPlace()
      renameSync(native, at.native)
      return objectOf(root, shown.path, lstatSync(at.native, { bigint: true }))
    })
  } catch (error) {
    removeQuietly(native)
    throw error
  }
}
