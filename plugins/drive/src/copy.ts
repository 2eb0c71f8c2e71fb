import { type CopyOptions, FsError, type FsObject, type FsPath, joinPath, parentOf, ROOT } from '@tranship/core/backend'
import type { Call } from './client.js'
import type { Drive } from './drive.js'
import { objectOf } from './entries.js'
import { type DriveFile, entryId, type FileIds, idsOf, isDocument, type ShownFile } from './file.js'
import { alive, createdFile, fileTarget, getFile, patchFile, TELLING_FILE } from './files.js'
import { idsOfObject, lookUp } from './lookup.js'
import { timeText } from './metadata.js'
import { checkPath, storedNameOf } from './names.js'
import { removeById } from './remove.js'
import { followed } from './shortcuts.js'

/** One copy or move, when it is known what is to be where. */
interface Transfer {
  readonly ids: FileIds
  readonly file: DriveFile
  /** The folder that it goes to. */
  readonly parent: string
  readonly name: string
  /** RFC 3339. */
  readonly modifiedTime: string | undefined
  readonly signal: AbortSignal
}

/** Copies within Drive. What was there goes when its successor is there. */
export function copyObject(drive: Drive, object: FsObject, to: FsPath, options: CopyOptions): Promise<FsObject> {
  const { session, ids } = drive
  const { keepsRevisions, copiesShortcutContent } = session.settings
  return transferred(drive, object, to, options, async ({ ids: source, file, parent, name, modifiedTime, signal }) => {
    const isShortcut = source.own !== source.target && !copiesShortcutContent
    const id = isDocument(file.mimeType) ? undefined : await ids(signal) // Drive takes none for what its editors made
    const call: Call = {
      method: 'POST',
      to: `${fileTarget(isShortcut ? source.own : source.target)}/copy`,
      query: { ...TELLING_FILE, ...(keepsRevisions && { keepRevisionForever: 'true' }) },
      json: { id, name, parents: [parent], ...(!isShortcut && { modifiedTime }) },
      path: object.path,
      signal,
    }
    return alive(session, await createdFile(session, id, call), to, signal)
  })
}

/** Moves within Drive: the file keeps its id. */
export function moveObject(drive: Drive, object: FsObject, to: FsPath, options: CopyOptions): Promise<FsObject> {
  const { session } = drive
  return transferred(drive, object, to, options, async ({ ids, file, parent, name, modifiedTime, signal }) => {
    const isShortcut = ids.own !== ids.target
    const { parents = [] } = isShortcut ? await getFile(session, ids.own, object.path, signal) : file
    return patchFile(session, ids.own, {
      json: { name, ...(!isShortcut && { modifiedTime }) },
      query: parents.includes(parent) ? {} : { addParents: parent, removeParents: parents.join(',') },
      path: object.path,
      signal,
    })
  })
}

/** What copy and move have in common: finding the source, the target, and what the target replaces. */
async function transferred(
  drive: Drive,
  given: FsObject,
  target: FsPath,
  options: CopyOptions,
  transfer: (transfer: Transfer) => Promise<DriveFile>,
): Promise<FsObject> {
  const { session, directories, turns } = drive
  const { signal = session.context.signal, from, replaces } = options
  const to = checkPath(target)
  const object = from === undefined ? given : { ...given, path: joinPath(checkPath(from.path), given.path) }
  const path = checkPath(object.path)
  signal.throwIfAborted()
  if (to === ROOT) throw new FsError('is-directory', 'it is a directory', { path: to })
  const ids = await idsOfObject(drive, object, signal)

  return turns(to, signal, async () => {
    const file = await getFile(session, ids.target, path, signal)
    if (file.trashed && !session.settings.trashedOnly) throw new FsError('not-found', 'the file is in the trash', { path })
    const isItself = from === undefined && path === to
    if (isItself) return shown(drive, ids.own === ids.target ? file : { ...file, shortcut: ids.own }, to, signal)
    const old = await idToReplace(drive, to, replaces, signal)
    if (old === ids.own) return shown(drive, file, to, signal)
    const name = await nameFor(drive, file, to, signal)
    const modifiedTime = options.modTime === undefined ? file.modifiedTime : timeText(options.modTime)
    const made = await directories.within(parentOf(to), signal, ({ id: parent }) =>
      transfer({ ids, file, parent, name, modifiedTime, signal }),
    )
    if (old !== undefined) await removeById(drive, old, to, undefined)
    return shown(drive, made, to, signal)
  })
}

async function idToReplace(drive: Drive, to: FsPath, replaces: CopyOptions['replaces'], signal: AbortSignal): Promise<string | undefined> {
  if (replaces === 'nothing') return undefined
  const [first] = (await lookUp(drive, to, signal)).files
  return first && idsOf(entryId(first.file)).own
}

/** The name in Drive by which it is shown at a path. */
async function nameFor({ documents }: Drive, { mimeType }: DriveFile, to: FsPath, signal: AbortSignal): Promise<string> {
  const name = storedNameOf(to)
  if (!isDocument(mimeType)) return name
  const { extension = '' } = (await documents.exportOf(mimeType, signal)) ?? {}
  if (name.endsWith(`.${extension}`) && name.length > extension.length + 1) return name.slice(0, -extension.length - 1)
  throw new FsError('unsupported', `a Google document of this kind has a name that ends in .${extension}`, { path: to })
}

async function shown(drive: Drive, made: ShownFile, path: FsPath, signal: AbortSignal): Promise<FsObject> {
  const file = (await followed(drive.session, made, path, signal)) ?? made
  return objectOf(path, file, await drive.documents.exportOf(file.mimeType, signal))
}
