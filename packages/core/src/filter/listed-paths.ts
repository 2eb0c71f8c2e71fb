import { ConfigError } from '../backend/config-error.js'
import { comparePaths } from '../fs/order.js'
import { type FsPath, parentOf, pathProblem, ROOT } from '../fs/path.js'

/** The objects that are wanted by name, and the directories that they lie in. */
export interface ListedPaths {
  /** In path order, each once. */
  readonly objects: readonly FsPath[]
  readonly isObject: (path: FsPath) => boolean
  readonly isDirectory: (path: FsPath) => boolean
}

/** A set of paths out of a list of them. */
export function listedPaths(paths: readonly FsPath[]): ListedPaths {
  const objects = new Set(paths)
  const directories = new Set<FsPath>([ROOT])
  for (const path of objects) {
    for (let directory = parentOf(path); !directories.has(directory); directory = parentOf(directory)) directories.add(directory)
  }
  return {
    objects: [...objects].sort(comparePaths),
    isObject: (path) => objects.has(path),
    isDirectory: (path) => directories.has(path),
  }
}

/** One line of a list of files; slashes around the path are of no meaning. Throws a ConfigError for what is no path. */
export function parseListedPath(text: string): FsPath {
  const path = text.replace(/^\/+|\/+$/g, '')
  const problem = path === '' ? 'it is empty' : pathProblem(path)
  if (problem !== undefined) throw new ConfigError(`${JSON.stringify(text)} is no path of a file: ${problem}`)
  return path as FsPath
}
