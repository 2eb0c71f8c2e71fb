import type { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import type { FsPath } from '../fs/path.js'
import { type FileChoices, filePages } from './files.js'

export interface TotalSize {
  /** Files, also those of unknown size. */
  count: number
  /** Bytes of the files whose size is known. */
  bytes: number
  /** Files whose size is not known before they are read. */
  sizeless: number
}

export interface TotalSizeOptions extends FileChoices {
  /** Told of each place that cannot be read, and is not in the total. */
  unreadable(path: FsPath, cause: FsError): void
}

/** Counts files and their bytes. */
export async function totalSize(fs: Fs, options: TotalSizeOptions): Promise<TotalSize> {
  const total: TotalSize = { count: 0, bytes: 0, sizeless: 0 }
  for await (const page of filePages(fs, options, options.unreadable)) {
    for (const { size } of page) {
      total.count++
      if (size === undefined) total.sizeless++
      else total.bytes += size
    }
  }
  return total
}
