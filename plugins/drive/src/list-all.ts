import { comparePaths, type FsDirectory, type FsEntry, type FsPath, type ListAllOptions, orderKey, type Page } from '@tranship/core/backend'
import { inDirectory } from './directories.js'
import type { Drive } from './drive.js'
import { entriesOf } from './entries.js'
import { type DriveFile, idsOf } from './file.js'
import { searchPages } from './files.js'
import { checkThere, foldersOf, learnAll, pathOf } from './listing.js'
import { trashCondition } from './lookup.js'
import { checkPath } from './names.js'
import { allOf, inAny } from './query.js'

/** Folders that one search asks about: more make it longer than Drive takes. */
const MOST_TOGETHER = 50
/** Searches at a time. */
const MOST_SEARCHES = 8
/** Directories that are kept to be remembered. */
const MOST_LEARNED = 50_000

/** A folder that is to be listed, and the one that it was found in. */
interface Place {
  readonly id: string
  readonly path: FsPath
  readonly above?: Place
}

/** What one page of a search has: entries, and the place that each directory among them is. */
interface Told {
  readonly entries: readonly FsEntry[]
  readonly places: readonly Place[]
}

/** Everything below a directory, in no order: one search tells of up to fifty directories, and several go on side by side. */
export async function* listBelow(drive: Drive, directory: FsPath | FsDirectory, options: ListAllOptions): AsyncGenerator<Page> {
  const { session, directories } = drive
  const { signal = session.context.signal } = options
  signal.throwIfAborted()
  const top = checkPath(pathOf(directory))
  const isSure = typeof directory === 'string' && !directories.isRemembered(top)
  const folders = await foldersOf(drive, directory, signal)
  const age = directories.age()
  const seen: FsEntry[] = []
  let isEmpty = true
  for await (const { entries } of searchesBelow(
    drive,
    folders.map(({ id }) => ({ id, path: top })),
    options,
    signal,
  )) {
    if (entries.length > 0) isEmpty = false
    for (const entry of entries) if (entry.kind === 'directory' && seen.length < MOST_LEARNED) seen.push(entry)
    signal.throwIfAborted()
    yield entries.filter((entry) => isWithin(orderKey(entry), options))
  }
  if (isEmpty && !isSure) await checkThere(drive, top, folders, signal)
  if (typeof directory === 'string') learnAll(drive, seen, age)
}

/** The pages of all searches, as they come. */
async function* searchesBelow(drive: Drive, tops: readonly Place[], options: ListAllOptions, signal: AbortSignal): AsyncGenerator<Told> {
  const waiting: Place[] = [...tops]
  const active = new Map<AsyncGenerator<Told>, Promise<readonly [AsyncGenerator<Told>, IteratorResult<Told>]>>()
  const pull = (search: AsyncGenerator<Told>) => {
    const pulled = search.next().then((result) => [search, result] as const)
    pulled.catch(() => {}) // told when its turn comes
    active.set(search, pulled)
  }
  try {
    for (;;) {
      while (active.size < MOST_SEARCHES && waiting.length > 0) pull(pagesOf(drive, takeTogether(waiting), signal))
      if (active.size === 0) return
      const [search, { done, value }] = await Promise.race(active.values())
      if (done) active.delete(search)
      else {
        pull(search)
        waiting.push(...value.places.filter(({ path }) => isEntered(path, options)))
        yield value
      }
    }
  } finally {
    for (const search of active.keys()) void search.return(undefined).catch(() => {})
  }
}

/** The first of those that wait, each id once: two shortcuts may lead to one folder. */
function takeTogether(waiting: Place[]): readonly Place[] {
  const ids = new Set<string>()
  let count = 0
  for (const { id } of waiting) {
    if (count === MOST_TOGETHER || ids.has(id)) break
    ids.add(id)
    count++
  }
  return waiting.splice(0, count)
}

/** One search about several folders. Drive sometimes says that there is nothing in any of them, and is wrong: then each is asked for alone. */
async function* pagesOf(drive: Drive, places: readonly Place[], signal: AbortSignal): AsyncGenerator<Told> {
  const { session } = drive
  const [first] = places
  if (first === undefined) return
  const isAlone = places.length === 1
  const byId = new Map(places.map((place) => [place.id, place]))
  const condition = isAlone ? inDirectory(session, first.path, [first]) : inAny([...byId.keys()])
  let isEmpty = true
  for await (const files of searchPages(session, { q: allOf([condition, trashCondition(session.settings)]), path: first.path, signal })) {
    if (files.length > 0) isEmpty = false
    const byPlace = isAlone ? new Map([[first, files]]) : Map.groupBy(files, (file) => placeOf(file, byId) ?? first)
    const told = await Promise.all([...byPlace].map(([place, inIt]) => toldOf(drive, place, inIt, signal)))
    yield { entries: told.flatMap(({ entries }) => entries), places: told.flatMap(({ places }) => places) }
  }
  if (isEmpty && !isAlone && session.settings.doubtsEmptiness) for (const place of places) yield* pagesOf(drive, [place], signal)
}

function placeOf({ parents = [] }: DriveFile, byId: ReadonlyMap<string, Place>): Place | undefined {
  return parents.map((parent) => byId.get(parent)).find((place) => place !== undefined)
}

async function toldOf(drive: Drive, place: Place, files: readonly DriveFile[], signal: AbortSignal): Promise<Told> {
  const entries = await entriesOf(drive, place.path, files, { isAbove: (id) => isAtOrAbove(id, place), signal })
  const places = entries.flatMap((entry) =>
    entry.kind === 'directory' ? [{ id: idsOf(entry.id ?? '').target, path: entry.path, above: place }] : [],
  )
  return { entries, places }
}

function isAtOrAbove(id: string, place: Place): boolean {
  for (let each: Place | undefined = place; each !== undefined; each = each.above) if (each.id === id) return true
  return false
}

/** Whether anything below a directory is wanted. */
function isEntered(path: FsPath, { after, upTo, enter }: ListAllOptions): boolean {
  const key = `${path}/`
  if (upTo !== undefined && comparePaths(key, upTo) >= 0) return false
  if (after !== undefined && comparePaths(after, key) > 0 && !after.startsWith(key)) return false
  return enter?.(path) ?? true
}

function isWithin(key: string, { after, upTo }: ListAllOptions): boolean {
  return (after === undefined || comparePaths(key, after) > 0) && (upTo === undefined || comparePaths(key, upTo) <= 0)
}
