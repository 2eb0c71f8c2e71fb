import { type BackendContext, type Features, type Fs, type FsDirectory, type FsPath, ROOT } from '@tranship/core/backend'
import { accountUsage, emptyTrash } from './account.js'
import { createSession } from './client.js'
import { copyObject, moveObject } from './copy.js'
import { createDirectories } from './directories.js'
import { createDocuments } from './documents.js'
import type { Drive } from './drive.js'
import { createIds } from './ids.js'
import { listBelow } from './list-all.js'
import { listLevel } from './listing.js'
import { statObject } from './lookup.js'
import { readMetadata, setMetadata, setModTime } from './metadata.js'
import { moveDirectory } from './move-directory.js'
import { checkPath } from './names.js'
import { publicLink, removePublicLink } from './public-link.js'
import { openObject } from './read.js'
import { purge, removeDirectory, removeObject } from './remove.js'
import { realmOf, type Settings } from './settings.js'
import { createTrashed } from './trashed.js'
import { createTurns } from './turns.js'
import { putObject } from './upload/put.js'
import { discardUpload } from './upload/upload-state.js'

const FEATURES: Features = {
  modTimePrecision: 1_000_000n,
  hashes: ['md5', 'sha1', 'sha256'],
  caseSensitive: true,
  listingOrder: 'none',
  buckets: false,
  realDirectories: true,
  objectBesideDirectory: true,
  duplicates: true,
  mimeTypes: true,
  conditions: [],
}

/** The Fs of a drive, or of a folder of it. Sends nothing and loads no HTTP before its first operation. */
export function createDriveFs(settings: Settings, context: BackendContext): Fs {
  const session = createSession(settings, context)
  const ids = createIds(session)
  const drive: Drive = {
    session,
    ids,
    directories: createDirectories(session, ids),
    documents: createDocuments(session),
    turns: createTurns(),
    trashed: createTrashed(),
  }
  const { signal: run } = context
  return {
    features: FEATURES,
    place: { realm: realmOf(settings), path: ROOT },
    list: (directory, options = {}) => listLevel(drive, directory, options),
    listAll: (directory, options = {}) => listBelow(drive, directory, options),
    stat: (path, { signal = run } = {}) => statObject(drive, path, signal),
    open: (object, options = {}) => openObject(drive, object, options),
    put: (path, source, options = {}) => putObject(drive, path, source, options),
    remove: (object, { signal = run } = {}) => removeObject(drive, object, signal),
    mkdir: (path, { signal = run } = {}) => makeDirectory(drive, path, signal),
    rmdir: (directory, { signal = run } = {}) => removeDirectory(drive, directory, signal),
    copy: (object, to, options = {}) => copyObject(drive, object, to, options),
    move: (object, to, options = {}) => moveObject(drive, object, to, options),
    moveDirectory: (directory, to, options = {}) => moveDirectory(drive, directory, to, options),
    setModTime: (entry, time, { signal = run } = {}) => setModTime(drive, entry, time, signal),
    setMetadata: (entry, metadata, { signal = run } = {}) => setMetadata(drive, entry, metadata, signal),
    metadata: (entry, { signal = run } = {}) => readMetadata(drive, entry, signal),
    purge: (directory, { signal = run } = {}) => purge(drive, directory, signal),
    hash: async (object, name, { signal = run } = {}) => {
      signal.throwIfAborted()
      return object.hashes?.[name] ?? (await statObject(drive, object.path, signal)).hashes?.[name]
    },
    about: ({ signal = run } = {}) => accountUsage(session, signal),
    publicLink: (path, { signal = run } = {}) => publicLink(drive, path, signal),
    removePublicLink: (path, { signal = run } = {}) => removePublicLink(drive, path, signal),
    cleanUp: (options = {}) => emptyTrash(session, options, options.signal ?? run),
    command: async (at, name, args, { signal = run }) => (await import('./commands/run.js')).runCommand(drive, name, { at, args, signal }),
    discard: (checkpoint) => discardUpload(session, checkpoint, ''),
    close: async () => session.close(),
  }
}

async function makeDirectory({ directories }: Drive, given: FsPath, signal: AbortSignal): Promise<FsDirectory> {
  const path = checkPath(given)
  signal.throwIfAborted()
  const { id } = await directories.make(path, signal)
  return { kind: 'directory', path, id }
}
