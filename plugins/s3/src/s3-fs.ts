import { type BackendContext, type Features, type Fs, FsError, type FsObject, ROOT } from '@tranship/core/backend'
import { createBuckets } from './bucket.js'
import { CHECKSUMS } from './client/checksums.js'
import { asksChecksums } from './client/request-members.js'
import { createSession, type Session } from './client/session.js'
import { realmOf, type Settings, type VersionView } from './client/settings.js'
import { changeObject, copyObject } from './copy.js'
import { listBelow, listingOrder, listLevel } from './listing/listing.js'
import { metadataOf } from './listing/object-fields.js'
import { openObject } from './read.js'
import { remembering } from './remembering.js'
import { removeObject } from './remove.js'
import { removeObjects } from './remove-many.js'
import { headAnswer, statObject } from './stat.js'
import { tellingHashes } from './told-hashes.js'
import { discardCheckpoint } from './upload/earlier-upload.js'
import { putObject } from './upload/upload.js'
import { versionKey } from './versions/version-key.js'

/** The Fs of all buckets of an account. Sends nothing and loads no SDK before its first operation. */
export function createS3Fs(settings: Settings, context: BackendContext): Fs {
  const session = createSession(settings, context)
  return settings.view === undefined ? remembering(objectsFs(session), session) : versionsFs(session, settings.view)
}

function objectsFs(session: Session): Fs {
  const buckets = createBuckets(session)
  return {
    ...readable(session, (path, options = {}) => statObject(session, path, options.signal)),
    put: (path, source, options = {}) => putObject(session, buckets, path, source, options),
    remove: (object, options = {}) => removeObject(session, object, options.signal),
    removeMany: (objects, options = {}) => removeObjects(session, objects, options.signal),
    mkdir: (path, options = {}) => buckets.makeDirectory(path, options.signal),
    rmdir: (directory, options = {}) => buckets.removeDirectory(pathOf(directory), options.signal),
    copy: (object, to, options = {}) => copyObject(session, buckets, object, to, options),
    setModTime: async (entry, time, options = {}) => changeObject(session, buckets, objectOnly(entry), { modTime: time }, options.signal),
    setMetadata: async (entry, metadata, options = {}) => changeObject(session, buckets, objectOnly(entry), { metadata }, options.signal),
    setTier: (object, tier, options = {}) => changeObject(session, buckets, object, { tier }, options.signal),
    publicLink: async (path, options = {}) => (await import('./public-link.js')).publicLink(session, path, options),
    cleanUp: async ({ directory = ROOT, signal } = {}) => {
      const { OLD_UPLOAD, removeOldUploads } = await import('./uploads.js')
      return removeOldUploads(session, directory, OLD_UPLOAD, signal)
    },
    command: async (at, name, args, { named, signal }) =>
      (await import('./commands/run.js')).runCommand(session, name, { at, args, named, signal }),
    discard: (checkpoint) => discardCheckpoint(session, checkpoint),
  }
}

/** What shows old versions is only read. */
function versionsFs(session: Session, view: VersionView): Fs {
  const refuse = async (subject: { readonly path: string } | string): Promise<never> => {
    const path = typeof subject === 'string' ? subject : subject.path
    throw new FsError('unsupported', 'nothing can be changed while "versions" or "version_at" is set', { path })
  }
  const stat: Fs['stat'] = async (path, options = {}) => {
    const { statVersion } = await import('./versions/version-stat.js')
    return statVersion(session, view, path, options.signal)
  }
  return { ...readable(session, stat), put: refuse, remove: refuse, mkdir: refuse, rmdir: refuse }
}

function readable(session: Session, stat: Fs['stat']) {
  const { settings } = session
  const features = featuresOf(settings)
  const head = (object: FsObject, signal?: AbortSignal) =>
    headAnswer(session, object.path, signal, settings.view === undefined ? undefined : versionKey(object))
  const told = tellingHashes(stat)
  return {
    features,
    stat: told.stat,
    place: { realm: realmOf(settings), path: ROOT },
    list: (directory, options = {}) => listLevel(session, pathOf(directory), options),
    listAll: (directory, options = {}) => listBelow(session, pathOf(directory), options),
    open: (object, options = {}) => openObject(session, object, options),
    hash: async (object, name, options) => (features.hashes.includes(name) ? told.hash(object, name, options) : undefined),
    metadata: async (entry, options = {}) => {
      if (entry.kind === 'directory') return {}
      return metadataOf(await head(entry, options.signal))
    },
    close: session.close,
  } satisfies Partial<Fs>
}

function objectOnly<Entry extends { readonly kind: string; readonly path: string }>(entry: Entry | FsObject): FsObject {
  if (entry.kind === 'object') return entry as FsObject
  throw new FsError('unsupported', 'S3 keeps neither time nor metadata of a directory', { path: entry.path })
}

function featuresOf(settings: Settings): Features {
  const { provider, view, keepsDirectories } = settings
  return {
    modTimePrecision: 1n,
    hashes: asksChecksums(settings) ? ['md5', ...CHECKSUMS] : ['md5'],
    caseSensitive: true,
    listingOrder: listingOrder(settings),
    ...(provider.documentsByteOrder && view === undefined && { documentsByteOrder: true }),
    buckets: true,
    realDirectories: keepsDirectories,
    objectBesideDirectory: true,
    duplicates: false,
    mimeTypes: true,
    conditions: view === undefined ? provider.conditions : [],
  }
}

function pathOf<Path extends string>(directory: Path | { readonly path: Path }): Path {
  return typeof directory === 'string' ? directory : directory.path
}
