import type { FsDirectory, FsEntry, Page } from '../fs/entry.js'
import type { Fs } from '../fs/fs.js'
import { compareEntries } from '../fs/order.js'
import type { FsPath } from '../fs/path.js'
import { legalNames } from './guard.js'
import { createSpool, type Spool, type SpoolOptions } from './spool.js'

/** What is in one directory, in path order: all of it in `entries`, or, where that is too much to hold, in a spool. */
export interface Contents {
  readonly entries: Page
  readonly spool?: Spool
  /** `skips` said so: nothing is told, the directory neither. */
  readonly isSkipped?: boolean
}

export interface ReadOptions extends SpoolOptions {
  readonly signal: AbortSignal
  /**
   * Asked of each page of the directory's entries, in any order, before any of them is told or entered; true: neither they nor
   * the directory are told.
   */
  skips?(directory: FsPath, entries: Page): boolean | Promise<boolean>
  /** Told how many entries have come. */
  took(entries: number): void
}

/** More entries go to a spool. */
const AT_HAND = 4096

/** Lists one directory to its end; when that fails nothing of it is told. */
export async function readDirectory(fs: Fs, directory: FsPath | FsDirectory, options: ReadOptions): Promise<Contents> {
  const path = typeof directory === 'string' ? directory : directory.path
  const entries: FsEntry[] = []
  let spool: Spool | undefined
  try {
    for await (const page of legalNames(fs.list(directory, { signal: options.signal }), path, 'level')) {
      options.took(page.length)
      if (await options.skips?.(path, page)) {
        await spool?.[Symbol.asyncDispose]()
        return { entries: [], isSkipped: true }
      }
      if (spool === undefined && entries.length + page.length > AT_HAND) {
        spool = createSpool(options)
        await spool.add(entries)
        entries.length = 0
      }
      if (spool === undefined) for (const entry of page) entries.push(entry)
      else await spool.add(page)
    }
  } catch (error) {
    await spool?.[Symbol.asyncDispose]()
    throw error
  }
  return spool === undefined ? { entries: entries.sort(compareEntries) } : { entries, spool }
}
