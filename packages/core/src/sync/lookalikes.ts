import type { Features } from '../fs/fs.js'
import type { FsPath } from '../fs/path.js'

/**
 * Finds, where case does not count, what is to be written and what is to be deleted under two spellings of one name: the
 * service takes them for one file, and the delete would take away what was written. Told in any order; each tells the path on
 * the other list that it is one with. Forms of Unicode are taken for one as well: that at worst keeps a file too many.
 */
export interface Lookalikes {
  written(path: FsPath): FsPath | undefined
  extra(path: FsPath): FsPath | undefined
}

export function createLookalikes({ caseSensitive }: Features): Lookalikes {
  if (caseSensitive) return { written: () => undefined, extra: () => undefined }
  const writes = new Map<string, FsPath>()
  const extras = new Map<string, FsPath>()
  const note = (path: FsPath, own: Map<string, FsPath>, others: Map<string, FsPath>): FsPath | undefined => {
    const name = path.normalize('NFC').toLowerCase()
    own.set(name, path)
    return others.get(name)
  }
  return {
    written: (path) => note(path, writes, extras),
    extra: (path) => note(path, extras, writes),
  }
}
