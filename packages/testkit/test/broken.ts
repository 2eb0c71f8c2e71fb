import {
  type ByteSource,
  bytesSource,
  type Fs,
  type FsEntry,
  type FsObject,
  type OperationOptions,
  type Page,
  readAll,
} from '@tranship/core'
import type { Opened } from '../src/scratch.js'

/** What an Fs does wrong. */
export type Fault = (fs: Fs, opened: Opened) => Fs

/** The Fs with these methods instead of its own. */
export const instead = (fs: Fs, methods: Partial<Fs>): Fs => ({ ...fs, ...methods })

/** Both listings, changed page by page. */
export function listingPages(fs: Fs, change: (page: Page, at: number, previous: Page) => Page): Fs {
  const { listAll } = fs
  const changed = async function* (pages: AsyncIterable<Page>): AsyncIterable<Page> {
    let at = 0
    let previous: Page = []
    for await (const page of pages) {
      yield change(page, at++, previous)
      previous = page
    }
  }
  return instead(fs, {
    list: (directory, options) => changed(fs.list(directory, options)),
    ...(listAll && { listAll: (directory, options) => changed(listAll(directory, options)) }),
  })
}

/** Both listings without some entries. */
export const listingOnly = (fs: Fs, keeps: (entry: FsEntry) => boolean): Fs => listingPages(fs, (page) => page.filter(keeps))

/** The whole body of a source, as a well-behaved reader gets it. */
export async function bodyOf(source: ByteSource, { signal }: OperationOptions = {}): Promise<Uint8Array> {
  return readAll(source.open(undefined, signal === undefined ? {} : { signal }))
}

/** put with a changed body. */
export const puttingBody = (fs: Fs, change: (bytes: Uint8Array) => Uint8Array): Fs =>
  instead(fs, { put: async (path, source, options) => fs.put(path, bytesSource(change(await bodyOf(source, options))), options) })

/** The object without what it is held to. */
export function unheld(object: FsObject): FsObject {
  const { version: _ignored, ...rest } = object
  return rest
}

/** Options without one of them. */
export function without<Options extends object, Name extends keyof Options>(options: Options | undefined, name: Name): Omit<Options, Name> {
  const { [name]: _ignored, ...rest } = options ?? ({} as Options)
  return rest
}

/** Runs `work`, and lets every failure pass for success. */
export async function anyway(work: Promise<unknown> | undefined): Promise<void> {
  await work?.catch(() => {})
}
