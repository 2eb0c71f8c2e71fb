import { ConfigError } from '../backend/config-error.js'
import { type FsPath, pathProblem } from '../fs/path.js'
import { readParameters } from './connection-string.js'

/** Where the path of a remote leads. */
export interface RemotePath {
  /** Without leading, trailing and double slashes. */
  readonly path: FsPath
  /** Whether a slash came first. Only a backend that opens a directory of this machine tells such a path from the other. */
  readonly absolute: boolean
}

/** What a person names on the command line: a file or directory, by the remote that holds it. */
export type Location =
  | { readonly kind: 'local'; readonly path: string }
  /** `work:photos`, `work,chunk_size=16M:photos`: a remote of the config, `overrides` before its own options. */
  | ({ readonly kind: 'remote'; readonly remote: string; readonly overrides: Readonly<Record<string, string>> } & RemotePath)
  /** `:s3,endpoint='http://host':photos`: a backend by its type, without a config. */
  | ({ readonly kind: 'backend'; readonly type: string; readonly options: Readonly<Record<string, string>> } & RemotePath)

/**
 * Reads a location in rclone's grammar. A text without a colon, or with a slash before the first colon or comma, is a
 * local path; on Windows ("win32") so is one with a drive letter. Throws a ConfigError that says what is wrong.
 */
export function parseLocation(text: string, platform: string = 'linux'): Location {
  if (text === '') throw new ConfigError('an empty text is no location')
  if (isLocal(text, platform)) return { kind: 'local', path: text }
  const bare = text.startsWith(':') ? 1 : 0
  const end = bare + text.slice(bare).search(/[:,]/)
  if (end < bare) throw problemWith(text, 'a colon is missing behind the type of the backend')
  const name = text.slice(bare, end)
  const problem = remoteNameProblem(name, platform)
  if (problem !== undefined) throw problemWith(text, `${bare === 1 ? 'the type of the backend' : "the remote's name"} ${problem}`)
  const parameters = readParameters(text, end, (what) => problemWith(text, what))
  const target = remotePath(text, text.slice(parameters.end))
  return bare === 1
    ? { kind: 'backend', type: name, options: parameters.values, ...target }
    : { kind: 'remote', remote: name, overrides: parameters.values, ...target }
}

/**
 * What keeps a name from being a remote's, in words that follow the name, or undefined: every other name can be used
 * in a location.
 */
export function remoteNameProblem(name: string, platform: string = 'linux'): string | undefined {
  if (name === '') return 'is empty'
  if (!/^[\w\p{L}\p{N}.+@ -]+$/u.test(name)) return 'may hold only letters, digits, spaces and _ - . + @'
  if (/^[ -]/.test(name)) return 'may not begin with a space or a dash'
  if (name.endsWith(' ')) return 'may not end with a space'
  if (platform === 'win32' && isDrive(name)) return 'may not be a single letter: that is a drive'
  return undefined
}

function isLocal(text: string, platform: string): boolean {
  if (!text.includes(':')) return true
  const windows = platform === 'win32'
  if (windows && text[1] === ':' && isDrive(text.slice(0, 1))) return true
  const first = text.search(windows ? /[:,/\\]/ : /[:,/]/)
  return text[first] === '/' || text[first] === '\\'
}

function isDrive(name: string): boolean {
  return /^[a-z]$/i.test(name)
}

function remotePath(text: string, typed: string): RemotePath {
  const segments = typed.split('/').filter((segment) => segment !== '')
  const path = segments.join('/')
  const problem = pathProblem(path)
  if (problem !== undefined) throw problemWith(text, `in its path, ${problem}`)
  return { path: path as FsPath, absolute: typed.startsWith('/') }
}

/** What is wrong with a location; its options may be secret, so they are not told. */
function problemWith(text: string, what: string): ConfigError {
  const shown = JSON.stringify(text.replace(/,.*$/s, ',…'))
  return new ConfigError(`not a location: ${shown}: ${what}; a local path that looks like a remote is written with "./" before it`)
}
