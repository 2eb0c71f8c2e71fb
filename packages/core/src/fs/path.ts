import { FsError } from './error.js'

/** Relative to the root of an Fs: "a/b"; never "/a", "a/", "a//b", "." or ".." as a segment. The root is "". */
export type FsPath = string & { readonly brand: 'FsPath' }

export const ROOT = '' as FsPath

/**
 * What keeps a text from being an FsPath, in words for a person, or undefined when it is one.
 * A NUL and a lone surrogate are refused: no storage of ours can hold the first, and the second is no Unicode text.
 */
export function pathProblem(text: string): string | undefined {
  if (text === '') return undefined
  if (text.includes('\0')) return 'it contains a NUL character'
  if (!text.isWellFormed()) return 'it is not well-formed Unicode'
  let start = 0
  for (;;) {
    const slash = text.indexOf('/', start)
    const end = slash === -1 ? text.length : slash
    const length = end - start
    if (length === 0) return 'it has an empty segment'
    if (length <= 2 && text.charCodeAt(start) === 0x2e && (length === 1 || text.charCodeAt(start + 1) === 0x2e)) {
      return `it has the segment "${text.slice(start, end)}"`
    }
    if (slash === -1) return undefined
    start = slash + 1
  }
}

/** The text as an FsPath. Throws `invalid-path` when it is none. */
export function fsPath(text: string): FsPath {
  const problem = pathProblem(text)
  if (problem !== undefined) throw new FsError('invalid-path', `not a path: ${JSON.stringify(text)}: ${problem}`)
  return text as FsPath
}

/** `name` below `directory`. Both are trusted: `name` is a path already, of one segment or of several. */
export function joinPath(directory: FsPath, name: string): FsPath {
  return (directory === '' ? name : name === '' ? directory : `${directory}/${name}`) as FsPath
}

/** The directory that holds `path`; of the root, and of what lies in it, the root. */
export function parentOf(path: FsPath): FsPath {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'))) as FsPath
}

/** The last segment of `path`. */
export function nameOf(path: FsPath): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Whether `path` lies below `directory`, at any depth. Nothing is below itself. */
export function isBelow(path: FsPath, directory: FsPath): boolean {
  if (directory === '') return path !== ''
  return path.length > directory.length && path.charCodeAt(directory.length) === 0x2f && path.startsWith(directory)
}

/** `path` as seen from `directory`, which it is or lies below. */
export function relativeTo(path: FsPath, directory: FsPath): FsPath {
  return (directory === '' ? path : path.slice(directory.length + 1)) as FsPath
}
