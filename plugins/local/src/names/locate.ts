import { readdirSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { FsError, type FsPath, pathProblem, ROOT, storedName } from '@tranship/core/backend'
import type { LocalRoot } from '../local-root.js'
import { child, type NativePath } from './native-path.js'
import { unquotedBytes, unshownText } from './stray-bytes.js'
import { windowsProblem } from './windows-name.js'

/** One place of the file system: its path in the Fs, and the same as the system calls want it. */
export interface Located {
  readonly path: FsPath
  readonly native: NativePath
}

/**
 * Where `path` lies below the root: the only place where a name from a remote becomes a path of this machine. Throws
 * `invalid-path` for whatever would not lie below the root, and for a name that no file system can hold.
 */
export function locate(root: Pick<LocalRoot, 'directory' | 'encoding' | 'options'>, path: FsPath): Located {
  if (path === ROOT) return { path, native: root.directory }
  const problem = pathProblem(path)
  if (problem !== undefined) throw new FsError('invalid-path', `not a path: ${JSON.stringify(path)}: ${problem}`, { path })
  if (isPlainRoot(root) && !path.includes('\u{201b}')) return { path, native: child(root.directory, path) }
  const stored = storedName(path)
  if (pathProblem(stored) !== undefined) {
    throw new FsError('invalid-path', `no file system can hold the name ${JSON.stringify(stored)}`, { path })
  }
  let native = root.directory
  for (const segment of stored.split('/')) {
    const name = nativeName(root, segment, path)
    native = child(native, root.options.unicode_normalization ? respelled(native, name) : name)
  }
  const text = native.toString()
  if (resolve(text) !== text) throw new FsError('invalid-path', `the name ${JSON.stringify(stored)} has a meaning here`, { path })
  return { path, native }
}

/** Whether a path without escapes is a path of the system as it is. */
export function isPlainRoot({ encoding, options }: Pick<LocalRoot, 'encoding' | 'options'>): boolean {
  return sep === '/' && encoding === undefined && !options.unicode_normalization
}

/** A segment of a path as the file system spells it. */
function nativeName({ encoding }: Pick<LocalRoot, 'encoding'>, segment: string, path: FsPath): NativePath {
  const bytes = unquotedBytes(segment)
  if (bytes !== undefined) return bytes
  const text = unshownText(segment)
  const name = encoding === undefined ? text : encoding.encode(text)
  const problem = process.platform === 'win32' ? windowsProblem(name) : undefined
  if (problem !== undefined) throw new FsError('invalid-path', `the name ${JSON.stringify(name)} is refused: ${problem}`, { path })
  return name
}

/** The name in `directory` that has the same composed form, where `name` itself is not there. */
function respelled(directory: NativePath, name: NativePath): NativePath {
  if (typeof name !== 'string' || isPlain(name)) return name
  try {
    const names = readdirSync(directory)
    const wanted = name.normalize()
    return names.includes(name) ? name : (names.find((each) => each.normalize() === wanted) ?? name)
  } catch {
    return name // the call that needs it will say what is wrong
  }
}

/** ASCII has one spelling. */
function isPlain(name: string): boolean {
  return /^[\0-\x7f]*$/.test(name)
}
