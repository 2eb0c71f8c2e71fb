import { type BackendContext, type Features, type Fs, type FsDirectory, FsError, type FsObject, ROOT } from '@tranship/core/backend'
import { createSession } from './client.js'
import { createTurns } from './commit.js'
import { createContainers } from './containers.js'
import { copyObject, setModTime } from './copy.js'
import { statObject } from './head.js'
import { discardCheckpoint } from './large/discard.js'
import { listBelow, listLevel } from './listing.js'
import { accountUsage, readMetadata, setMetadata } from './metadata.js'
import { openObject } from './read.js'
import { removeObject, removeObjects } from './remove.js'
import { realmOf, type Settings } from './settings.js'
import { putObject } from './upload.js'

const FEATURES: Features = {
  modTimePrecision: 1n,
  hashes: ['md5'],
  caseSensitive: true,
  listingOrder: 'path',
  buckets: true,
  realDirectories: false,
  objectBesideDirectory: true,
  duplicates: false,
  mimeTypes: true,
  conditions: ['open'],
}

/** The Fs of all containers of an account. Sends nothing and loads no HTTP before its first operation. */
export function createSwiftFs(settings: Settings, context: BackendContext): Fs {
  const session = createSession(settings, context)
  const containers = createContainers(session)
  const turns = createTurns()
  const tools = { session, containers, turns }
  return {
    features: FEATURES,
    place: { realm: realmOf(settings), path: ROOT },
    list: (directory, options = {}) => listLevel(session, pathOf(directory), options),
    listAll: (directory, options = {}) => listBelow(session, pathOf(directory), options),
    stat: (path, options = {}) => statObject(session, path, options.signal),
    open: (object, options = {}) => openObject(session, object, options),
    put: (path, source, options = {}) => putObject(tools, path, source, options),
    remove: (object, options = {}) => removeObject(session, turns, object, options.signal),
    removeMany: (objects, options = {}) => removeObjects(session, turns, objects, options.signal),
    mkdir: (path, options = {}) => containers.makeDirectory(path, options.signal),
    rmdir: (directory, options = {}) => containers.removeDirectory(pathOf(directory), options.signal),
    copy: (object, to, options = {}) => copyObject(tools, object, to, options),
    setModTime: async (entry, time, options = {}) => setModTime(tools, objectOnly(entry), time, options.signal),
    setMetadata: async (entry, metadata, options = {}) => setMetadata(session, objectOnly(entry), metadata, options.signal),
    metadata: async (entry, options = {}) => readMetadata(session, objectOnly(entry), options.signal),
    hash: async (object, name, options = {}) => {
      if (name !== 'md5') return undefined
      return object.hashes?.md5 ?? (await statObject(session, object.path, options.signal)).hashes?.md5
    },
    about: (options = {}) => accountUsage(session, options.signal),
    discard: (checkpoint) => discardCheckpoint(session, checkpoint),
    close: async () => session.close(),
  }
}

function objectOnly(entry: FsObject | FsDirectory): FsObject {
  if (entry.kind === 'object') return entry
  throw new FsError('unsupported', 'Swift keeps nothing of a directory', { path: entry.path })
}

function pathOf<Path extends string>(directory: Path | { readonly path: Path }): Path {
  return typeof directory === 'string' ? directory : directory.path
}
