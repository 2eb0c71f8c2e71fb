import { type CopyOptions, FsError, type FsObject, type FsPath, joinPath, type Place } from '@tranship/core/backend'
import type { Dropbox, DropboxResponse, files } from 'dropbox'
import type { Session } from './client.js'
import { objectOf, spelled } from './entries.js'
import { isRefusal } from './errors.js'
import { isSameName } from './names.js'
import { openObject } from './open.js'
import { removeObject } from './remove.js'
import { inPlaceOf } from './replace.js'
import { respell } from './respell.js'
import { realmOf } from './settings.js'
import { lookUp, statObject } from './stat.js'
import { putObject } from './upload/put.js'
import { secondsText, type Tools } from './upload/write.js'

interface Relocation {
  /** One of the two, from a path to another, where nothing is. */
  run(dropbox: Dropbox, argument: files.RelocationArg): Promise<DropboxResponse<files.RelocationResult>>
  /** How the service refuses to do it again when it has been done. */
  readonly endsWith: string
}

/** Copies a file within the service, in the place of what is there. */
export async function copyObject(tools: Tools, object: FsObject, to: FsPath, options: CopyOptions): Promise<FsObject> {
  const { session } = tools
  const { signal } = options
  const from = sourcePath(session, object.path, options.from)
  if (isSameName(from, to)) return statObject(session, from, signal)
  const source = await fileAt(session, object, from, signal)
  if (isOfAnotherTime(source, options)) return copyThrough(tools, source, to, options)
  return placed(session, source, to, options, {
    run: (dropbox, argument) => dropbox.filesCopyV2(argument),
    endsWith: 'to/conflict/file',
  })
}

/** Moves a file within the service, in the place of what is there. A lost answer is recognised by what has become of both. */
export async function moveObject(tools: Tools, object: FsObject, to: FsPath, options: CopyOptions): Promise<FsObject> {
  const { session } = tools
  const { signal } = options
  const from = sourcePath(session, object.path, options.from)
  if (from === to) return statObject(session, from, signal)
  if (isSameName(from, to)) return respelled(session, from, to, signal)
  const source = await fileAt(session, object, from, signal)
  if (isOfAnotherTime(source, options)) {
    const copy = await copyThrough(tools, source, to, options)
    await removeObject(session, source, signal)
    return copy
  }
  return placed(session, source, to, options, {
    run: (dropbox, argument) => dropbox.filesMoveV2(argument),
    endsWith: 'from_lookup/not_found',
  })
}

/** Gives a file a name that differs by case alone: the service takes both for one, so it goes by another name in between. */
async function respelled(session: Session, from: FsPath, to: FsPath, signal: AbortSignal | undefined): Promise<FsObject> {
  const { names } = session.settings
  await respell(session, from, to, signal)
  const file = await lookUp(session, to, { signal })
  if (file?.['.tag'] !== 'file') throw new FsError('not-found', 'no such file', { path: to })
  return objectOf(spelled(names, to, file), file)
}

/** The path of what is to be copied or moved, which may belong to another Fs of the realm. */
export function sourcePath(session: Session, path: FsPath, from: Place | undefined): FsPath {
  if (from === undefined) return path
  if (from.realm === realmOf(session.settings)) return joinPath(from.path as FsPath, path)
  throw new FsError('unsupported', 'copies within Dropbox need the same remote', { path })
}

/** The file in question. The service would take a directory as well, so a path of which nothing is known is looked at before. */
async function fileAt(session: Session, object: FsObject, path: FsPath, signal: AbortSignal | undefined): Promise<FsObject> {
  return object.version === undefined ? statObject(session, path, signal) : { ...object, path }
}

/** The service keeps the time of what it copies, and cannot change one. */
function isOfAnotherTime({ modTime }: FsObject, { modTime: wanted }: CopyOptions): boolean {
  return wanted !== undefined && (modTime === undefined || secondsText(modTime) !== secondsText(wanted))
}

/** Copies through this machine, for what gets another time. */
function copyThrough(tools: Tools, object: FsObject, to: FsPath, { signal, modTime, replaces, take }: CopyOptions): Promise<FsObject> {
  async function* slowed() {
    for await (const chunk of openObject(tools.session, object, { ...(signal && { signal }) })) {
      await take?.(chunk.byteLength)
      yield chunk
    }
  }
  return putObject(
    tools,
    to,
    { ...(object.size !== undefined && { size: object.size }), repeatable: false, open: slowed },
    { ...(signal && { signal }), ...(modTime !== undefined && { modTime }), ...(replaces !== undefined && { replaces }) },
  )
}

/** Does it where nothing is; else in the place of the file that may be replaced. */
async function placed(session: Session, object: FsObject, to: FsPath, options: CopyOptions, how: Relocation): Promise<FsObject> {
  const { signal, replaces } = options
  signal?.throwIfAborted()
  const run = () => relocatedOnce(session, object, to, signal, how)
  const file = await placedWhere(session, to, replaces, signal, run)
  return objectOf(spelled(session.settings.names, to, file), file)
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
    const there = await lookUp(session, path, { signal })
    if (there?.['.tag'] !== 'file') throw error
    return inPlaceOf(session, { path, rev: there.rev }, signal, run)
  }
}

/** Does it, and not once more where it was done although the answer was lost. */
function relocatedOnce(
  session: Session,
  object: FsObject,
  to: FsPath,
  signal: AbortSignal | undefined,
  { run, endsWith }: Relocation,
): Promise<files.FileMetadata> {
  const { names } = session.settings
  const call = { path: object.path, signal }
  const argument = { from_path: names.stored(object.path), to_path: names.stored(to) }
  return session.repeated(call, async (attempt) => {
    try {
      const { metadata } = await session.ask(call, (dropbox) => run(dropbox, argument))
      if (metadata['.tag'] === 'file') return metadata
      throw new FsError('is-directory', 'it is a directory', { path: object.path })
    } catch (error) {
      const there = attempt > 1 && isRefusal(error, endsWith) ? await lookUp(session, to, { signal }) : undefined
      const isDone = there?.['.tag'] === 'file' && (object.hashes?.dropbox ?? there.content_hash) === there.content_hash
      if (isDone) return there
      throw error
    }
  })
}
