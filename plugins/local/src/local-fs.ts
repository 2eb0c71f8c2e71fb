import type { Features, Fs, FsDirectory, FsPath, Log, OperationOptions } from '@tranship/core/backend'
import { isCaseSensitive } from './case-sensitivity.js'
import { copyFile } from './copying/copy-file.js'
import { moveDirectory, moveFile } from './copying/move.js'
import { listDirectory } from './listing/list-directory.js'
import { listTree } from './listing/list-tree.js'
import { type LocalRoot, localRoot, placeOf } from './local-root.js'
import type { LocalOptions } from './options.js'
import { directSource } from './reading/direct.js'
import { createFileHasher } from './reading/hash-file.js'
import { readFile } from './reading/read-file.js'
import { cleanUp } from './removing/clean-up.js'
import { purge } from './removing/purge.js'
import { removeDirectory, removeFile } from './removing/remove.js'
import { TIME_PRECISION } from './status/file-time.js'
import { METADATA_KEYS } from './status/metadata.js'
import { makeDirectory, readMetadata, setMetadata, setModTime, statFile, usage } from './status/status.js'
import { discardCheckpoint } from './writing/partial-file.js'
import { writeFile } from './writing/write-file.js'

/**
 * The files below one directory of this machine. The directory may be reached through symbolic links and need not exist; below
 * it nothing is written through a link. Throws a ConfigError for options that make no sense.
 */
export function openLocalFs(options: LocalOptions, log: Log): Fs {
  const root = localRoot(options, log)
  const features = featuresOf(root)
  return {
    features,
    place: placeOf(root),
    list: (directory, options) => listDirectory(root, pathOf(directory), options),
    listAll: (directory, options) => listTree(root, pathOf(directory), options),
    open: (object, options) => readFile(root, object, options),
    direct: (object, options) => directSource(root, object, options),
    put: (path, source, options) => writeFile(root, path, source, options),
    copy: (object, to, options) => copyFile(root, object, to, options),
    move: (object, to, options) => moveFile(root, object, to, options),
    purge: (directory, options) => purge(root, pathOf(directory), options),
    hash: createFileHasher(root),
    cleanUp: (options) => cleanUp(root, options),
    discard: discardCheckpoint,
    moveDirectory: (directory, to, options) => atOnce(root, options, () => moveDirectory(root, pathOf(directory), to, options)),
    stat: (path, options) => atOnce(root, options, () => statFile(root, path)),
    remove: (object, options) => atOnce(root, options, () => removeFile(root, object)),
    mkdir: (path, options) => atOnce(root, options, () => makeDirectory(root, path)),
    rmdir: (directory, options) => atOnce(root, options, () => removeDirectory(root, pathOf(directory))),
    metadata: (entry, options) => atOnce(root, options, () => readMetadata(root, entry)),
    setMetadata: (entry, metadata, options) => atOnce(root, options, () => setMetadata(root, entry, metadata)),
    about: (options) => atOnce(root, options, () => usage(root)),
    ...(features.conditions.includes('setModTime') && {
      setModTime: (entry, time, options) => atOnce(root, options, () => setModTime(root, entry, time)),
    }),
  }
}

function featuresOf({ directory, options, hashes }: LocalRoot): Features {
  const setsTimes = !options.no_set_modtime && options.time_type === 'mtime'
  return {
    modTimePrecision: options.no_set_modtime ? undefined : TIME_PRECISION,
    hashes,
    caseSensitive: isCaseSensitive(directory, options),
    listingOrder: 'path',
    buckets: false,
    realDirectories: true,
    objectBesideDirectory: false,
    duplicates: false,
    mimeTypes: false,
    metadataKeys: METADATA_KEYS,
    conditions: ['open', 'put', 'copy', 'move', 'remove', ...(setsTimes ? (['setModTime'] as const) : [])],
  }
}

function pathOf(directory: FsPath | FsDirectory): FsPath {
  return typeof directory === 'string' ? directory : directory.path
}

/** The result of a few system calls, which are over before an abort could come between. */
async function atOnce<Result>(root: LocalRoot, options: OperationOptions | undefined, calls: () => Result): Promise<Result> {
  const pause = root.slices.next()
  if (pause !== undefined) await pause
  options?.signal?.throwIfAborted()
  return calls()
}
