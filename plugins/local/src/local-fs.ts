import type { Features, Fs, FsDirectory, FsPath, Log, OperationOptions } from '@tranship/core/backend'
import { TIME_PRECISION } from './file-time.js'
import { listDirectory } from './list-directory.js'
import { moveDirectory, moveFile } from './move.js'
import { absoluteRoot, placeOf } from './native-path.js'
import { purge } from './purge.js'
import { hashFile, readFile } from './read-file.js'
import { removeDirectory, removeFile } from './remove.js'
import { makeDirectory, setModTime, statFile, usage } from './status.js'
import { writeFile } from './write-file.js'

const FEATURES: Features = {
  modTimePrecision: TIME_PRECISION,
  hashes: ['md5', 'sha1', 'sha256', 'crc32'],
  caseSensitive: process.platform !== 'win32' && process.platform !== 'darwin',
  listingOrder: 'path',
  buckets: false,
  realDirectories: true,
  objectBesideDirectory: false,
  duplicates: false,
  mimeTypes: false,
  conditions: ['open', 'put', 'move', 'remove', 'setModTime'],
}

/**
 * The files below one directory of this machine. The directory may be reached through symbolic links and need not exist; below
 * it no link is followed. Throws a ConfigError when `directory` is not an absolute path.
 */
export function openLocalFs(directory: string, log: Log): Fs {
  const root = absoluteRoot(directory)
  return {
    features: FEATURES,
    place: placeOf(root),
    list: (directory, options) => listDirectory(root, pathOf(directory), log, options),
    open: (object, options) => readFile(root, object, options),
    put: (path, source, options) => writeFile(root, path, source, options),
    move: (object, to, options) => moveFile(root, object, to, options),
    purge: (directory, options) => purge(root, pathOf(directory), options),
    hash: (object, name, options) => hashFile(root, object, name, options),
    moveDirectory: (directory, to, options) => atOnce(options, () => moveDirectory(root, pathOf(directory), to, options)),
    stat: (path, options) => atOnce(options, () => statFile(root, path)),
    remove: (object, options) => atOnce(options, () => removeFile(root, object)),
    mkdir: (path, options) => atOnce(options, () => makeDirectory(root, path)),
    rmdir: (directory, options) => atOnce(options, () => removeDirectory(root, pathOf(directory))),
    setModTime: (entry, time, options) => atOnce(options, () => setModTime(root, entry, time)),
    about: (options) => atOnce(options, () => usage(root)),
  }
}

function pathOf(directory: FsPath | FsDirectory): FsPath {
  return typeof directory === 'string' ? directory : directory.path
}

/** The result of a few system calls, which are over before an abort could come between. */
async function atOnce<Result>(options: OperationOptions | undefined, calls: () => Result): Promise<Result> {
  options?.signal?.throwIfAborted()
  return calls()
}
