import type { FsObject } from '../fs/entry.js'
import { asFsError, type FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import type { FsPath } from '../fs/path.js'
import { checkDigestSource, type DigestSource, digestOf } from './digest.js'
import { type FileChoices, filePages } from './files.js'
import { inOrder } from './in-order.js'

/** What came of one file, or of a place that cannot be read. `digest` absent: the service has none of this file. */
export type FileDigest =
  | { readonly path: FsPath; readonly digest?: string; readonly error?: never }
  | { readonly path: FsPath; readonly digest?: never; readonly error: FsError }

export interface HashFilesOptions extends FileChoices, DigestSource {
  /** In path order; the next one waits for it. */
  report(file: FileDigest): void | Promise<void>
  /** Files in work at a time; by default 8. */
  readonly checkers?: number
}

/** Tells the digest of each file. A storage that has no such hash is `unsupported`, unless the files are downloaded. */
export async function hashFiles(fs: Fs, options: HashFilesOptions): Promise<void> {
  const { signal = new AbortController().signal, checkers = 8, report } = options
  checkDigestSource(fs, options)
  const unreadable: FileDigest[] = []
  const pages = filePages(fs, options, (path, error) => unreadable.push({ path, error }))
  for await (const files of inOrder(pages, checkers, signal, digested)) {
    for (const place of unreadable.splice(0)) await report(place)
    for (const file of files) {
      const told = report(file)
      if (told !== undefined) await told
    }
  }
  for (const place of unreadable) await report(place)

  async function digested(object: FsObject): Promise<FileDigest> {
    const { path } = object
    try {
      const digest = await digestOf(fs, object, options, signal)
      return digest === undefined ? { path } : { path, digest }
    } catch (error) {
      signal.throwIfAborted()
      return { path, error: asFsError(error, path) }
    }
  }
}
