import {
  type ByteSource,
  digestsOf,
  exactly,
  FsError,
  type FsObject,
  type FsPath,
  isFsError,
  type PutOptions,
  parentOf,
  ROOT,
  rejoined,
  takeHead,
  takenAtOnce,
  wholeOf,
} from '@tranship/core/backend'
import type { Drive } from '../drive.js'
import { objectOf } from '../entries.js'
import { type DriveFile, entryId, idsOf, isDocument } from '../file.js'
import { alive } from '../files.js'
import { lookUp } from '../lookup.js'
import { checkPath } from '../names.js'
import { putResumable } from './resumable.js'
import { putPassing, putWhole } from './whole.js'
import { type Write, writeTo } from './write.js'

/** Bytes of a body that is held in memory, whatever upload_cutoff says. */
const LARGEST_WHOLE = 64 * 1024 ** 2
/** Bytes of a body that is held in memory although it could be read again. */
const LARGEST_HELD = 256 * 1024

/** Writes an object: into the file that is there, so that it keeps its id, or a new one. */
export async function putObject(drive: Drive, given: FsPath, source: ByteSource, options: PutOptions): Promise<FsObject> {
  const { session, directories, ids, turns } = drive
  const { signal = session.context.signal, replaces } = options
  const path = checkPath(given)
  signal.throwIfAborted()
  if (path === ROOT) throw new FsError('is-directory', 'it is a directory', { path })
  const body = source.repeatable || options.checkpoint !== undefined ? source : readOnce(source, path)

  const update = async (id: string): Promise<FsObject | undefined> => {
    const { target, own } = idsOf(id)
    const file = await written(writeTo(drive, path, { kind: 'update', id: target }, options, signal), body)
    return file.trashed ? undefined : objectOf(path, own === target ? file : { ...file, shortcut: own })
  }
  const create = () =>
    directories.within(parentOf(path), signal, async ({ id: parent }) => {
      const target = { kind: 'create', id: await ids(signal), parent } as const
      const file = await written(writeTo(drive, path, target, options, signal), body)
      return objectOf(path, await alive(session, file, path, signal))
    })
  return turns(path, signal, async () => {
    if (replaces === 'nothing') return create()
    const hinted = replaces?.size === undefined ? undefined : replaces.id
    const done = hinted === undefined ? undefined : await update(hinted).catch(goneMeanwhile)
    if (done !== undefined) return done
    const old = await idToReplace(drive, path, signal)
    return (old === undefined ? undefined : await update(old)) ?? create()
  })
}

function goneMeanwhile(error: unknown): undefined {
  if (!isFsError(error, 'not-found')) throw error
}

/** The id of the entry that is there; undefined: nothing is. */
async function idToReplace(drive: Drive, path: FsPath, signal: AbortSignal): Promise<string | undefined> {
  const [first] = (await lookUp(drive, path, signal)).files
  if (first === undefined) return undefined
  if (isDocument(first.file.mimeType)) throw new FsError('unsupported', 'a Google document cannot be replaced by a file', { path })
  return entryId(first.file)
}

/** Sends the bytes the way that their number asks for. */
async function written(write: Write, source: ByteSource): Promise<DriveFile> {
  const { drive, path, signal, options } = write
  const cutoff = Math.min(drive.session.settings.uploadCutoff, LARGEST_WHOLE)
  const { size } = source
  if (size === undefined) return writtenUnsized(write, source, cutoff)
  if (size > 0 && size > cutoff) return putResumable(write, source)
  const { transfer } = options
  const taken = takenAtOnce(source, size, transfer, path)
  if (taken === undefined) {
    if (size > LARGEST_HELD && source.repeatable) return putPassing(write, source, size)
    return putWhole(write, await wholeOf(source, size, path, signal))
  }
  const bytes = await taken
  return putWhole(write, bytes, digestsOf(bytes, [...(transfer?.hashes ?? []), 'md5']))
}

/** In one request, if the source ends soon enough. */
async function writtenUnsized(write: Write, source: ByteSource, cutoff: number): Promise<DriveFile> {
  const { path, signal } = write
  const stop = new AbortController()
  const body = exactly(source.open(undefined, { signal: AbortSignal.any([signal, stop.signal]) }), undefined, path, signal)
  try {
    const { chunks, isWhole } = await takeHead(body, cutoff)
    return isWhole ? await putWhole(write, Buffer.concat(chunks)) : await putResumable(write, source, rejoined(chunks, body))
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    stop.abort()
    void body.return(undefined)
  }
}

/** A source that says so when it is to be read a second time, and cannot. */
function readOnce(source: ByteSource, path: FsPath): ByteSource {
  let isRead = false
  return {
    ...source,
    open: (range, options) => {
      if (isRead) throw new FsError('unavailable', 'the upload must begin anew, and its source can be read only once', { path })
      isRead = true
      return source.open(range, options)
    },
  }
}
