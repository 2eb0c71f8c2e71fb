import { closeSync, fstatSync, fsync, openSync, renameSync } from 'node:fs'
import { promisify } from 'node:util'
import type { FsObject, PutOptions } from '@tranship/core/backend'
import { classified, localError } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import type { Located } from '../names/locate.js'
import { directoryOfNative, isSameNative, type NativePath } from '../names/native-path.js'
import { demandReplaceable } from '../status/condition.js'
import { objectOf } from '../status/file-entry.js'
import { hasTime, setTimeOfOpen, writeTime } from '../status/file-time.js'
import { lookAt } from '../status/look.js'
import { type Properties, propertiesOf, setProperties } from '../status/metadata.js'
import type { NewFile } from './new-file.js'

const flushed = promisify(fsync)

/**
 * Gives a whole file its time, its metadata and its name. Tells what it is then. Where something may have happened since the place was
 * looked at, `replaces` is compared again.
 */
export function commit(
  root: LocalRoot,
  file: NewFile,
  at: Located,
  { modTime, metadata, replaces }: Pick<PutOptions, 'modTime' | 'metadata' | 'replaces'>,
): FsObject {
  return classified(at, () => {
    const status = () => fstatSync(file.fd, { bigint: true })
    const { mtime = modTime, atime, ...owned }: Properties = metadata === undefined ? {} : propertiesOf(metadata, at, root)
    const time = root.options.no_set_modtime ? undefined : mtime
    if (metadata !== undefined) setProperties(file.fd, owned, status(), at, root.log)
    if (time !== undefined) writeTime(file.fd, time, atime)
    if (!isSameNative(file.native, at.native)) {
      if (replaces !== undefined) demandReplaceable(at, lookAt(root, at), replaces)
      renameSync(file.native, at.native)
    }
    const now = status()
    return objectOf(root, at.path, time === undefined || hasTime(now, time) ? now : setTimeOfOpen(file.fd, time, atime))
  })
}

/** Waits until what an open file holds is on the medium. */
export async function flush(fd: number, at: Located): Promise<void> {
  await flushed(fd).catch((error: unknown) => {
    throw localError(error, at)
  })
}

/** The same of the names in the directory that holds `native`; where a directory cannot be opened (Windows) names need no flush. */
export async function flushNames(native: NativePath, at: Located): Promise<void> {
  if (process.platform === 'win32') return
  const fd = classified(at, () => openSync(directoryOfNative(native), 'r'))
  try {
    await flush(fd, at)
  } finally {
    closeSync(fd)
  }
}
