import { type CopyOptions, FsError, type FsObject, type FsPath, isFsError, joinPath, type Place } from '@tranship/core/backend'
import type { files } from 'dropbox'
import type { Session } from './client.js'
import { objectOf, spelled } from './entries.js'
import { isRefusal } from './errors.js'
import { isSameName } from './names.js'
import { openObject } from './open.js'
import { inPlaceOf } from './replace.js'
import { respell } from './respell.js'
import { realmOf } from './settings.js'
import { lookUp, statObject } from './stat.js'
import { putObject } from './upload/put.js'
import { secondsText } from './upload/write.js'

/** One of the two, from a path to another, where nothing is; both as they are stored. */
type Relocates = (from: string, to: string) => Promise<files.FileMetadata>

/** Copies a file within the service, in the place of what is there. */
export async function copyObject(session: Session, object: FsObject, to: FsPath, options: CopyOptions): Promise<FsObject> {
  const { signal } = options
  const from = sourcePath(session, object.path, options.from)
  if (isSameName(from, to)) return statObject(session, from, signal)
  if (isOfAnotherTime(object, options)) return copyThrough(session, { ...object, path: from }, to, options)
  return placed(session, from, to, options, (source, target) =>
    session.ask({ path: from, signal }, async (dropbox) => fileOf(await dropbox.filesCopyV2({ from_path: source, to_path: target }))),
  )
}

/** Moves a file within the service, in the place of what is there. A lost answer is recognised by what has become of both. */
export async function moveObject(session: Session, object: FsObject, to: FsPath, options: CopyOptions): Promise<FsObject> {
  const { signal } = options
  const from = sourcePath(session, object.path, options.from)
  if (from === to) return statObject(session, from, signal)
  if (isSameName(from, to)) return respelled(session, from, to, signal)
  const source: FsObject = { ...object, path: from }
  if (isOfAnotherTime(object, options)) {
    const copy = await copyThrough(session, source, to, options)
    await session.ask({ path: from, action: 'remove', signal }, (dropbox) =>
      dropbox.filesDeleteV2({ path: session.settings.names.stored(from) }),
    )
    return copy
  }
  return placed(session, from, to, options, (stored, target) => movedOnce(session, source, stored, target, to, signal))
}

/** Gives a file a name that differs by case alone: the service takes both for one, so it goes by another name in between. */
async function respelled(session: Session, from: FsPath, to: FsPath, signal: AbortSignal | undefined): Promise<FsObject> {
  const { names } = session.settings
  await respell(session, from, to, signal)
  const file = await lookUp(session, to, signal)
  if (file?.['.tag'] !== 'file') throw new FsError('not-found', 'no such file', { path: to })
  return objectOf(spelled(names, to, file), file)
}

/** The path of what is to be copied or moved, which may belong to another Fs of the realm. */
export function sourcePath(session: Session, path: FsPath, from: Place | undefined): FsPath {
  if (from === undefined) return path
  if (from.realm === realmOf(session.settings)) return joinPath(from.path as FsPath, path)
  throw new FsError('unsupported', 'copies within Dropbox need the same remote', { path })
}

/** The service keeps the time of what it copies, and cannot change one. */
function isOfAnotherTime({ modTime }: FsObject, { modTime: wanted }: CopyOptions): boolean {
  return wanted !== undefined && (modTime === undefined || secondsText(modTime) !== secondsText(wanted))
}

/** Copies through this machine, for what gets another time. */
function copyThrough(session: Session, object: FsObject, to: FsPath, { signal, modTime, replaces, take }: CopyOptions): Promise<FsObject> {
  async function* slowed() {
    for await (const chunk of openObject(session, object, { ...(signal && { signal }) })) {
      await take?.(chunk.byteLength)
      yield chunk
    }
  }
  return putObject(
    session,
    to,
    { ...(object.size !== undefined && { size: object.size }), repeatable: false, open: slowed },
    { ...(signal && { signal }), ...(modTime !== undefined && { modTime }), ...(replaces !== undefined && { replaces }) },
  )
}

/** Does it where nothing is; else in the place of the file that may be replaced. */
async function placed(session: Session, from: FsPath, to: FsPath, options: CopyOptions, relocate: Relocates): Promise<FsObject> {
  const { names } = session.settings
  const { signal, replaces } = options
  const [source, target] = [names.stored(from), names.stored(to)]
  signal?.throwIfAborted()
  const run = () => relocate(source, target)
  const file = await placedWhere(session, to, replaces, signal, run)
  return objectOf(spelled(names, to, file), file)
}

async function placedWhere(
  session: Session,
  path: FsPath,
  replaces: CopyOptions['replaces'],
  signal: AbortSignal | undefined,
  run: () => Promise<files.FileMetadata>,
): Promise<files.FileMetadata> {
  if (typeof replaces === 'object' && replaces.version !== undefined)
    return inPlaceOf(session, { path, rev: replaces.version }, signal, run)
  try {
    return await run()
  } catch (error) {
    if (!isRefusal(error, 'to/conflict/file')) throw error
    if (replaces === 'nothing') throw new FsError('precondition-failed', 'a file of this name is there', { path, cause: error })
    const there = await lookUp(session, path, signal)
    if (there?.['.tag'] !== 'file') throw error
    return inPlaceOf(session, { path, rev: there.rev }, signal, run)
  }
}

/** Moves a file, and does not move it again where it was moved although the answer was lost. */
function movedOnce(
  session: Session,
  object: FsObject,
  source: string,
  target: string,
  to: FsPath,
  signal: AbortSignal | undefined,
): Promise<files.FileMetadata> {
  const call = { path: object.path, signal }
  return session.repeated(call, async (attempt) => {
    try {
      return await session.ask(call, async (dropbox) => fileOf(await dropbox.filesMoveV2({ from_path: source, to_path: target })))
    } catch (error) {
      const there = attempt > 1 && isFsError(error, 'not-found') ? await lookUp(session, to, signal) : undefined
      const isMoved = there?.['.tag'] === 'file' && (object.hashes?.dropbox ?? there.content_hash) === there.content_hash
      if (isMoved) return there
      throw error
    }
  })
}

function fileOf({ result, ...answer }: Awaited<ReturnType<import('dropbox').Dropbox['filesMoveV2']>>) {
  const { metadata } = result
  if (metadata['.tag'] !== 'file') throw new FsError('is-directory', 'it is a directory')
  return { ...answer, result: metadata }
}
