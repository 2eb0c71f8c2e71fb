import type { Filter } from '../filter/filter.js'
import type { FsEntry, FsObject, Page } from '../fs/entry.js'
import type { Fs } from '../fs/fs.js'
import { parentOf, ROOT } from '../fs/path.js'
import type { Ignoring } from './ignoring.js'
import { foundAt, inParallel, type LookupOptions, refreshed } from './lookup.js'

/**
 * What a filter wants of a listing, in its order. Objects whose time decides and is not known are looked up, and metadata
 * that decides is asked for, a bounded number at a time. A place that cannot be read is told, unless the directory it is in
 * is not wanted.
 */
export async function* filtered(
  fs: Fs,
  pages: AsyncIterable<Page>,
  filter: Filter,
  ignoring: Ignoring | undefined,
  options: LookupOptions,
): AsyncIterable<Page> {
  const isWanted = (entry: FsEntry): boolean => passes(filter, entry) && ignoring?.ignores(entry) !== true
  for await (const page of pages) {
    const wanted = page.filter(isWanted)
    const timed = filter.needsTimes ? await ofWantedAge(fs, wanted, filter, options) : wanted
    yield filter.metadata === undefined ? timed : await ofWantedMetadata(fs, timed, filter.metadata, options)
  }
}

async function ofWantedAge(fs: Fs, page: Page, filter: Filter, options: LookupOptions): Promise<Page> {
  const keepsTimes = fs.features.modTimePrecision !== undefined
  const timed = await refreshed(fs, page, ({ modTime }) => modTime === undefined && keepsTimes, options)
  return timed.filter((entry) => entry.kind !== 'object' || filter.object(byServiceTime(entry)))
}

async function ofWantedMetadata(fs: Fs, page: Page, isWanted: Filter['metadata'] & object, options: LookupOptions): Promise<Page> {
  const { checkers, signal } = options
  const judge = async (entry: FsEntry): Promise<FsEntry | undefined> => {
    if (entry.kind !== 'object') return entry
    const asked = async () => (isWanted((await fs.metadata?.(entry, signal === undefined ? {} : { signal })) ?? {}) ? entry : undefined)
    return foundAt(entry.path, asked, signal)
  }
  return (await inParallel(page, judge, checkers)).filter((entry) => entry !== undefined)
}

function passes(filter: Filter, entry: FsEntry): boolean {
  if (entry.kind === 'object') return filter.object(entry)
  if (entry.kind === 'directory') return filter.directory(entry.path)
  return entry.path === ROOT || filter.directory(parentOf(entry.path))
}

/** An object that has no time of its own is as old as the service says. */
function byServiceTime(object: FsObject): FsObject {
  const { modTime = object.lastModified } = object
  return modTime === object.modTime || modTime === undefined ? object : { ...object, modTime }
}
