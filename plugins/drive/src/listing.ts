import {
  type FsDirectory,
  type FsEntry,
  FsError,
  type FsPath,
  isFsError,
  type OperationOptions,
  type Page,
  ROOT,
} from '@tranship/core/backend'
import { type Folder, inDirectory } from './directories.js'
import type { Drive } from './drive.js'
import { entriesOf } from './entries.js'
import { idsOf } from './file.js'
import { getFile, searchPages } from './files.js'
import { trashCondition } from './lookup.js'
import { checkPath } from './names.js'
import { allOf } from './query.js'

/** One level of a directory, in no order. Of a path that several folders have, what is in all of them; of an entry, what is in its own. */
export async function* listLevel(drive: Drive, directory: FsPath | FsDirectory, options: OperationOptions): AsyncGenerator<Page> {
  const { session, directories } = drive
  const { signal = session.context.signal } = options
  signal.throwIfAborted()
  const path = checkPath(pathOf(directory))
  const isSure = typeof directory === 'string' && !directories.isRemembered(path)
  const folders = await foldersOf(drive, directory, signal)
  const above = await directories.above(path)
  const age = directories.age()
  const seen: FsEntry[] = []
  let isEmpty = true
  const q = allOf([inDirectory(session, path, folders), trashCondition(session.settings)])
  for await (const files of searchPages(session, { q, path, signal })) {
    const page = await entriesOf(drive, path, files, { isAbove: (id) => above.has(id), signal })
    if (files.length > 0) isEmpty = false
    for (const entry of page) if (entry.kind === 'directory') seen.push(entry)
    signal.throwIfAborted()
    yield page
  }
  if (isEmpty && !isSure) await checkThere(drive, path, folders, signal)
  if (typeof directory === 'string') learnAll(drive, seen, age)
}

/** The folders that a directory stands for. */
export async function foldersOf(drive: Drive, directory: FsPath | FsDirectory, signal: AbortSignal): Promise<readonly Folder[]> {
  const path = checkPath(pathOf(directory))
  const id = typeof directory === 'string' ? undefined : directory.id
  return id === undefined ? drive.directories.existing(path, signal) : [folderById(id)]
}

export function folderById(id: string): Folder {
  const { target, own } = idsOf(id)
  return { id: target, ...(own !== target && { shortcut: own }) }
}

/** Remembers the directories of what has been listed as a whole, unless one has gone since the listing began. */
export function learnAll({ directories }: Drive, entries: readonly FsEntry[], age: number): void {
  if (directories.age() !== age) return
  const byPath = Map.groupBy(
    entries.filter((entry) => entry.kind === 'directory'),
    ({ path }) => path,
  )
  for (const [path, same] of byPath) directories.learn(path, same.map(remembered))
}

/** Of a folder that is gone Drive lists nothing, as of an empty one: `not-found` unless one of these is still there. */
export async function checkThere(drive: Drive, path: FsPath, folders: readonly Folder[], signal: AbortSignal): Promise<void> {
  if (path === ROOT) return
  for (const { id } of folders) {
    try {
      if (!(await getFile(drive.session, id, path, signal)).trashed) return
    } catch (error) {
      if (!isFsError(error, 'not-found')) throw error
    }
  }
  drive.directories.forget(path)
  throw new FsError('not-found', 'no such directory', { path })
}

export function pathOf(directory: FsPath | FsDirectory): FsPath {
  return typeof directory === 'string' ? directory : directory.path
}

function remembered({ id = '', modTime }: FsDirectory): Folder {
  return { ...folderById(id), ...(modTime !== undefined && { modifiedTime: new Date(Number(modTime / 1_000_000n)).toISOString() }) }
}
