import { type BackendContext, type Features, type Fs, FsError, ROOT } from '@tranship/core/backend'
import { createBuckets } from './bucket.js'
import { createSession } from './client/session.js'
import { realmOf, type Settings } from './client/settings.js'
import { copyObject, setModTime } from './copy.js'
import { listBelow, listLevel } from './listing/listing.js'
import { openObject } from './read.js'
import { removeObject } from './remove.js'
import { removeObjects } from './remove-many.js'
import { statObject } from './stat.js'
import { putObject } from './upload/upload.js'

/** The Fs of all buckets of an account. Sends nothing and loads no SDK before its first operation. */
export function createS3Fs(settings: Settings, context: BackendContext): Fs {
  const session = createSession(settings, context)
  const buckets = createBuckets(session)
  return {
    features: featuresOf(settings),
    place: { realm: realmOf(settings), path: ROOT },
    list: (directory, options = {}) => listLevel(session, pathOf(directory), options),
    listAll: (directory, options = {}) => listBelow(session, pathOf(directory), options),
    stat: (path, options = {}) => statObject(session, path, options.signal),
    open: (object, options = {}) => openObject(session, object, options),
    put: (path, source, options = {}) => putObject(session, buckets, path, source, options),
    remove: (object, options = {}) => removeObject(session, object, options.signal),
    removeMany: (objects, options = {}) => removeObjects(session, objects, options.signal),
    mkdir: (path, options = {}) => buckets.makeDirectory(path, options.signal),
    rmdir: (directory, options = {}) => buckets.removeDirectory(pathOf(directory), options.signal),
    copy: (object, to, options = {}) => copyObject(session, buckets, object, to, options),
    setModTime: async (entry, time, options = {}) => {
      if (entry.kind === 'object') return setModTime(session, buckets, entry, time, options.signal)
      throw new FsError('unsupported', 'S3 keeps no time of a directory', { path: entry.path })
    },
    hash: async (object, name, options = {}) => {
      if (name !== 'md5') return undefined
      return object.hashes?.md5 ?? (await statObject(session, object.path, options.signal)).hashes?.md5
    },
    close: session.close,
  }
}

function featuresOf({ provider }: Settings): Features {
  return {
    modTimePrecision: 1n,
    hashes: ['md5'],
    caseSensitive: true,
    listingOrder: provider.listingOrder,
    buckets: true,
    realDirectories: false,
    objectBesideDirectory: true,
    duplicates: false,
    mimeTypes: true,
    conditions: provider.conditions,
  }
}

function pathOf<Path extends string>(directory: Path | { readonly path: Path }): Path {
  return typeof directory === 'string' ? directory : directory.path
}
