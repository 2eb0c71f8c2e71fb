import { type BackendContext, type Features, type Fs, ROOT } from '@tranship/core/backend'
import { createSession } from './client.js'
import { makeDirectory } from './directories.js'
import { listLevel } from './listing.js'
import { moveDirectory } from './move-directory.js'
import { openObject } from './open.js'
import { publicLink, removePublicLink } from './public-link.js'
import { copyObject, moveObject, sourcePath } from './relocate.js'
import { purgeDirectory, removeDirectory, removeObject } from './remove.js'
import { removeObjects } from './remove-many.js'
import { realmOf, type Settings } from './settings.js'
import { statObject } from './stat.js'
import { listTree } from './tree.js'
import { createBatches } from './upload/batches.js'
import { putObject } from './upload/put.js'
import { usage } from './usage.js'

const FEATURES: Features = {
  modTimePrecision: 1_000_000_000n,
  hashes: ['dropbox'],
  caseSensitive: false,
  listingOrder: 'none',
  buckets: false,
  realDirectories: true,
  objectBesideDirectory: false,
  duplicates: false,
  mimeTypes: false,
  conditions: ['open', 'put', 'remove', 'removeMany'],
}

/** The Fs of an account. Sends nothing, and loads neither HTTP nor the SDK, before its first operation. */
export function createDropboxFs(settings: Settings, context: BackendContext): Fs {
  const session = createSession(settings, context)
  const tools = { session, batches: createBatches(session) }
  return {
    features: FEATURES,
    place: { realm: realmOf(settings), path: ROOT },
    list: (directory, options = {}) => listLevel(session, pathOf(directory), options),
    listAll: (directory, options = {}) => listTree(session, pathOf(directory), options),
    stat: (path, options = {}) => statObject(session, path, options.signal),
    open: (object, options = {}) => openObject(session, object, options),
    put: (path, source, options = {}) => putObject(tools, path, source, options),
    remove: (object, options = {}) => removeObject(session, object, options.signal),
    removeMany: (objects, options = {}) => removeObjects(session, objects, options.signal),
    mkdir: (path, options = {}) => makeDirectory(session, path, options.signal),
    rmdir: (directory, options = {}) => removeDirectory(session, pathOf(directory), options.signal),
    purge: (directory, options = {}) => purgeDirectory(session, pathOf(directory), options.signal),
    copy: (object, to, options = {}) => copyObject(tools, object, to, options),
    move: (object, to, options = {}) => moveObject(tools, object, to, options),
    moveDirectory: async (directory, to, options = {}) =>
      moveDirectory(session, sourcePath(session, pathOf(directory), options.from), to, options.signal),
    hash: async (object, name, options = {}) => {
      if (name !== 'dropbox') return undefined
      options.signal?.throwIfAborted()
      return object.hashes?.dropbox ?? (await statObject(session, object.path, options.signal)).hashes?.dropbox
    },
    about: (options = {}) => usage(session, options.signal),
    publicLink: (path, options = {}) => publicLink(session, path, options),
    removePublicLink: (path, options = {}) => removePublicLink(session, path, options.signal),
    // The service forgets what was uploaded after seven days, and has no request for that.
    discard: async () => {},
    close: async () => session.close(),
  }
}

function pathOf<Path extends string>(directory: Path | { readonly path: Path }): Path {
  return typeof directory === 'string' ? directory : directory.path
}
