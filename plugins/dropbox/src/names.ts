import { FsError, type FsPath, type NameEncoding, pathProblem } from '@tranship/core/backend'

/** Characters that a name may have. */
const LONGEST_NAME = 255

/** How paths are written in Dropbox, and names read back. */
export interface Names {
  /** The path as Dropbox takes it: "" for the root, else from "/" on. Throws `invalid-path` where there can be no such. */
  stored(path: FsPath): string
  /** The name as it is shown; undefined where it is no legal segment of a path. */
  shown(name: string): string | undefined
}

export function createNames(encoding: NameEncoding | undefined): Names {
  const encoded = (name: string, path: FsPath): string => {
    const stored = encoding?.encode(name) ?? name
    if ([...stored].length <= LONGEST_NAME) return stored
    throw new FsError('invalid-path', `Dropbox holds no name of more than ${LONGEST_NAME} characters`, { path })
  }
  return {
    stored: (path) => {
      if (path === '') return ''
      const problem = pathProblem(path)
      if (problem !== undefined) throw new FsError('invalid-path', `not a path: ${JSON.stringify(path)}: ${problem}`, { path })
      return `/${path
        .split('/')
        .map((name) => encoded(name, path))
        .join('/')}`
    },
    shown: (name) => {
      const shown = encoding?.decode(name) ?? name
      return shown === '' || shown.includes('/') || pathProblem(shown) !== undefined ? undefined : shown
    },
  }
}

/** The two paths, if the service takes them for one name: it leaves out case and the forms of Unicode. */
export function isSameName(a: string, b: string): boolean {
  return folded(a) === folded(b)
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
