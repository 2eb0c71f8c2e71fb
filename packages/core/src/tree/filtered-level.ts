import type { Filter } from '../filter/filter.js'
import type { FsEntry, Page } from '../fs/entry.js'
import type { Fs } from '../fs/fs.js'
import { type FsPath, joinPath } from '../fs/path.js'
import { filtered } from './filtered.js'
import { ignoring } from './ignoring.js'
import { inParallel, type LookupOptions, objectAt } from './lookup.js'
import { type SpoolOptions, sorted } from './spool.js'

/**
 * What a filter wants of one level of a directory, in path order. Whether a directory in it holds a file that excludes it is
 * asked of each, a bounded number at a time.
 */
export async function* filteredLevel(
  fs: Fs,
  directory: FsPath,
  pages: AsyncIterable<Page>,
  filter: Filter,
  options: LookupOptions & SpoolOptions,
): AsyncIterable<Page> {
  const learnt = ignoring(fs, filter, options.signal)
  let isLeftOut = false
  async function* told(): AsyncIterable<Page> {
    for await (const page of pages) {
      isLeftOut = (await learnt?.leavesOut(directory, page)) ?? false
      if (isLeftOut) return
      yield page
    }
  }
  for await (const page of filtered(fs, sorted(told(), options), filter, learnt, options)) {
    if (isLeftOut) return
    yield filter.excludingNames.length === 0 ? page : await withoutExcluded(fs, page, filter.excludingNames, options)
  }
}

async function withoutExcluded(fs: Fs, page: Page, names: readonly string[], options: LookupOptions): Promise<Page> {
  const isExcluded = async (entry: FsEntry): Promise<boolean> => {
    if (entry.kind !== 'directory') return false
    for (const name of names) {
      const found = await objectAt(fs, joinPath(entry.path, name), options.signal)
      if (found?.kind === 'object') return true
    }
    return false
  }
  const excluded = await inParallel(page, isExcluded, options.checkers)
  return page.filter((_, at) => excluded[at] === false)
}
