import { type Fs, type FsEntry, FsError, type FsObject, fsPath, type Page } from '@tranship/core'

/** What a generated side holds. */
export interface GeneratedTree {
  readonly files: number
  /** All files lie in one directory, which is listed level by level; else a thousand lie in each, and all are listed at once. */
  readonly isOneDirectory?: boolean
  /** Each file lies in a directory of its own, which has a time. */
  readonly isEachInDirectory?: boolean
  /** Listed in no order. */
  readonly isShuffled?: boolean
  /** The begin of the name of each directory: two sides have the same files if it is the same. */
  readonly prefix?: string
}

const PAGE_SIZE = 1000
const FILES_IN_DIRECTORY = 1000

/** Without a common divisor with any count of files here, so that every file comes once. */
const STRIDE = 7_368_787

/**
 * An Fs whose entries are made while it is listed, and that takes all that is written to it without keeping it. When as many files
 * have been removed as it had it is empty.
 */
export function generatedFs(name: string, tree: GeneratedTree): Fs {
  const { files, isOneDirectory = false, isEachInDirectory = false, isShuffled = false, prefix = 'directory' } = tree
  const directoryOf = (index: number): string =>
    isOneDirectory ? prefix : `${prefix}-${digits(isEachInDirectory ? index : Math.floor(index / FILES_IN_DIRECTORY))}`
  const fileAt = (at: number): FsObject => {
    const index = isShuffled ? (at * STRIDE) % files : at
    return {
      kind: 'object',
      path: fsPath(`${directoryOf(index)}/a-file-of-some-length-${digits(index)}.txt`),
      size: index % 100_003,
      modTime: 1_700_000_000_000_000_000n + BigInt(index),
      hashes: { md5: digits(index).padStart(32, '0') },
      version: `version-${index}`,
    }
  }
  const entriesAt = (at: number): FsEntry[] => {
    const file = fileAt(at)
    if (!isEachInDirectory) return [file]
    return [{ kind: 'directory', path: fsPath(directoryOf(at)), modTime: 1_600_000_000_000_000_000n + BigInt(at) }, file]
  }
  let removed = 0
  const allFiles = async function* (): AsyncIterable<Page> {
    for (let start = 0; start < files && removed < files; start += PAGE_SIZE) {
      yield Array.from({ length: Math.min(PAGE_SIZE, files - start) }, (_, at) => entriesAt(start + at)).flat()
    }
  }
  const list = async function* (directory: string | { readonly path: string }): AsyncIterable<Page> {
    const path = typeof directory === 'string' ? directory : directory.path
    if (path === prefix) yield* allFiles()
    else if (path === '' && files > 0) yield [{ kind: 'directory', path: fsPath(prefix) } satisfies FsEntry]
  }
  return {
    features: {
      modTimePrecision: 1n,
      hashes: ['md5'],
      caseSensitive: true,
      listingOrder: isShuffled ? 'none' : 'path',
      buckets: false,
      realDirectories: isOneDirectory || isEachInDirectory,
      objectBesideDirectory: true,
      duplicates: false,
      mimeTypes: false,
      conditions: [],
    },
    place: { realm: name, path: '' },
    list,
    ...(!isOneDirectory && { listAll: allFiles }),
    stat: async (path) => {
      throw new FsError('not-found', 'nothing is looked up here', { path })
    },
    open: async function* () {},
    put: async (path, { size = 0 }, { modTime } = {}) => ({ kind: 'object', path, size, ...(modTime !== undefined && { modTime }) }),
    move: async (object, path) => ({ ...object, path }),
    remove: async () => {
      removed++
    },
    mkdir: async (path) => ({ kind: 'directory', path }),
    rmdir: async () => {},
    setModTime: async (entry) => entry,
  }
}

function digits(index: number): string {
  return String(index).padStart(8, '0')
}
