import { type BackendContext, type Features, type Fs, type FsDirectory, FsError, type FsObject, ROOT } from '@tranship/core/backend'
import { createBuckets } from './buckets/buckets.js'
import { setModTime, setTier } from './change.js'
import { createSession } from './client.js'
import { copyObject } from './copy.js'
import { listBelow, listLevel } from './listing/listing.js'
import { readMetadata, setMetadata } from './metadata.js'
import { publicLink } from './public-link.js'
import { openObject } from './read.js'
import { removeObject } from './remove.js'
import { realmOf, type Settings } from './settings.js'
import { statObject } from './stat.js'
import { putObject } from './upload/put.js'
import { discardCheckpoint } from './upload/put-in-chunks.js'

const FEATURES: Features = {
  modTimePrecision: 1n,
  hashes: ['md5', 'crc32c'],
  caseSensitive: true,
  listingOrder: 'path',
  documentsByteOrder: true,
  buckets: true,
  realDirectories: false,
  objectBesideDirectory: true,
  duplicates: false,
  mimeTypes: true,
  conditions: ['open', 'put', 'copy', 'remove', 'setModTime'],
}

/** The Fs of all buckets of a project. Sends nothing and loads no HTTP before its first operation. */
export function createGcsFs(settings: Settings, context: BackendContext): Fs {
  const session = createSession(settings, context)
  const buckets = createBuckets(session)
  const tools = { session, buckets }
  return {
    features: FEATURES,
    place: { realm: realmOf(settings), path: ROOT },
    list: (directory, options = {}) => listLevel(session, pathOf(directory), options),
    listAll: (directory, options = {}) => listBelow(session, pathOf(directory), options),
    stat: (path, options = {}) => statObject(session, path, options.signal),
    open: (object, options = {}) => openObject(session, object, options),
    put: (path, source, options = {}) => putObject(tools, path, source, options),
    remove: (object, options = {}) => removeObject(session, object, options.signal),
    mkdir: (path, options = {}) => buckets.makeDirectory(path, options.signal),
    rmdir: (directory, options = {}) => buckets.removeDirectory(pathOf(directory), options.signal),
    copy: (object, to, options = {}) => copyObject(tools, object, to, options),
    setModTime: async (entry, time, options = {}) => setModTime(session, objectOnly(entry), time, options.signal),
    setMetadata: async (entry, metadata, options = {}) => setMetadata(session, objectOnly(entry), metadata, options.signal),
    setTier: (object, tier, options = {}) => setTier(session, object, tier, options.signal),
    metadata: async (entry, options = {}) => readMetadata(session, objectOnly(entry), options.signal),
    hash: async (object, name, options = {}) => {
      if (name !== 'md5' && name !== 'crc32c') return undefined
      return object.hashes?.[name] ?? (await statObject(session, object.path, options.signal)).hashes?.[name]
    },
    publicLink: (path, options = {}) => publicLink(session, path, options),
    discard: (checkpoint) => discardCheckpoint(session, checkpoint),
    close: async () => session.close(),
  }
}

function objectOnly(entry: FsObject | FsDirectory): FsObject {
  if (entry.kind === 'object') return entry
  throw new FsError('unsupported', 'Google Cloud Storage keeps nothing of a directory', { path: entry.path })
}

function pathOf<Path extends string>(directory: Path | { readonly path: Path }): Path {
  return typeof directory === 'string' ? directory : directory.path
}
