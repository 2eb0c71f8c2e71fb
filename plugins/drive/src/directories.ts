import { FsError, type FsPath, isFsError, parentOf, ROOT, untilAborted } from '@tranship/core/backend'
import type { Session } from './client.js'
import { FOLDER, inRank, type ShownFile } from './file.js'
import { alive, createdFile, FILES, rootId, searched, TELLING_FILE } from './files.js'
import type { Ids } from './ids.js'
import { storedNameOf } from './names.js'
import { allOf, IS_FOLDER, inAny, namedAny } from './query.js'
import { followed } from './shortcuts.js'

/** Directories whose ids are remembered. */
const MOST_REMEMBERED = 50_000

/** A folder by what finds it again. */
export interface Folder {
  readonly id: string
  /** The shortcut that leads to it. */
  readonly shortcut?: string
  readonly modifiedTime?: string
}

/** Drive knows ids only: these are the ones of paths. Several folders may have one path; the first stands for it. */
export interface Directories {
  /** None: there is no such directory. */
  find(path: FsPath, signal: AbortSignal): Promise<readonly Folder[]>
  /** The same; a missing one is `not-found`. */
  existing(path: FsPath, signal: AbortSignal): Promise<readonly Folder[]>
  /** The directory, made with its missing parents where it is not there. */
  make(path: FsPath, signal: AbortSignal): Promise<Folder>
  /** Does something in a directory that is made if it is missing; once more where what was remembered of it is gone. */
  within<Result>(path: FsPath, signal: AbortSignal, work: (folder: Folder) => Promise<Result>): Promise<Result>
  /** Whether its ids were known without asking. */
  isRemembered(path: FsPath): boolean
  /** Ids of the directory and of those above it, as far as they are remembered. */
  above(path: FsPath): Promise<ReadonlySet<string>>
  /** Another number each time that something is forgotten. */
  age(): number
  learn(path: FsPath, folders: readonly Folder[]): void
  /** The directory and all below it are no longer what they were. */
  forget(path: FsPath): void
}

export function createDirectories(session: Session, ids: Ids): Directories {
  const known = new Map<FsPath, Promise<readonly Folder[]>>()
  const making = new Map<FsPath, Promise<Folder>>()
  const { signal: runSignal } = session.context
  let age = 0

  const remember = (path: FsPath, found: Promise<readonly Folder[]>) => {
    known.delete(path)
    known.set(path, found)
    const [oldest] = known.size > MOST_REMEMBERED ? known.keys() : []
    if (oldest !== undefined) known.delete(oldest)
  }

  const look = async (path: FsPath): Promise<readonly Folder[]> => {
    if (path === ROOT) return [{ id: await rootId(session, runSignal) }]
    const parents = await find(parentOf(path), runSignal)
    return parents.length === 0 ? [] : foldersNamed(session, parents, path, runSignal)
  }

  const find: Directories['find'] = (path, signal) => {
    const remembered = known.get(path)
    if (remembered !== undefined) return untilAborted(remembered, signal)
    const found = look(path)
    remember(path, found)
    const drop = () => {
      if (known.get(path) === found) known.delete(path)
    }
    found.then((folders) => folders.length === 0 && drop(), drop)
    return untilAborted(found, signal)
  }

  const make: Directories['make'] = async (path, signal) => {
    const [first] = await find(path, signal)
    if (first !== undefined) return first
    if (known.has(path)) return make(path, signal) // somebody was faster
    let made = making.get(path)
    if (made === undefined) {
      made = within(parentOf(path), runSignal, async (parent) => {
        const folder = await makeFolder(session, ids, parent, path, runSignal)
        learn(path, [folder])
        return folder
      }).finally(() => making.delete(path))
      making.set(path, made)
    }
    return untilAborted(made, signal)
  }

  const within: Directories['within'] = async (path, signal, work) => {
    const wasKnown = known.has(path)
    const folder = await make(path, signal)
    try {
      return await work(folder)
    } catch (error) {
      if (!wasKnown || !isFsError(error, 'not-found')) throw error
      forget(path)
      return work(await make(path, signal))
    }
  }

  const learn: Directories['learn'] = (path, folders) => remember(path, Promise.resolve([...folders].sort(inRank)))

  const forget: Directories['forget'] = (path) => {
    age++
    for (const each of known.keys()) if (each === path || each.startsWith(`${path}/`) || path === ROOT) known.delete(each)
  }

  return {
    find,
    existing: async (path, signal) => {
      const folders = await find(path, signal)
      if (folders.length === 0) throw new FsError('not-found', 'no such directory', { path })
      return folders
    },
    make,
    within,
    isRemembered: (path) => known.has(path),
    above: async (path) => {
      const found = new Set<string>()
      for (let each = path; ; each = parentOf(each)) {
        for (const { id } of (await known.get(each)) ?? []) found.add(id)
        if (each === ROOT) return found
      }
    },
    age: () => age,
    learn,
    forget,
  }
}

/** The condition of being in these folders, which have one path. The root may be a view that no folder has. */
export function inDirectory({ settings: { rootCondition } }: Session, path: FsPath, folders: readonly Folder[]): string {
  return path === ROOT && rootCondition !== undefined ? rootCondition : inAny(folders.map(({ id }) => id))
}

export function folderOf({ id, shortcut, modifiedTime }: ShownFile): Folder {
  return { id, ...(shortcut !== undefined && { shortcut }), ...(modifiedTime !== undefined && { modifiedTime }) }
}

async function foldersNamed(session: Session, parents: readonly Folder[], path: FsPath, signal: AbortSignal): Promise<readonly Folder[]> {
  const name = storedNameOf(path)
  const { skipsShortcuts } = session.settings
  const q = allOf([inDirectory(session, parentOf(path), parents), namedAny([name]), IS_FOLDER, 'trashed = false'])
  const found = await searched(session, { q, path, signal })
  const exact = found.filter((file) => file.name === name && (file.mimeType === FOLDER || !skipsShortcuts))
  const shown = await Promise.all(exact.map((file) => followed(session, file, path, signal)))
  return shown
    .filter((file) => file?.mimeType === FOLDER)
    .map((file) => folderOf(file as ShownFile))
    .sort(inRank)
}

async function makeFolder(session: Session, ids: Ids, parent: Folder, path: FsPath, signal: AbortSignal): Promise<Folder> {
  const id = await ids(signal)
  const json = { id, name: storedNameOf(path), mimeType: FOLDER, parents: [parent.id] }
  const made = await createdFile(session, id, { method: 'POST', to: FILES, query: TELLING_FILE, json, path, signal })
  return folderOf(await alive(session, made, path, signal))
}
