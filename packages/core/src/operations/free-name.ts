import { FsError, isFsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { type FsPath, joinPath, nameOf, parentOf } from '../fs/path.js'

/** So many names in a row are tried. */
const TRIES = 100

/** A path beside `path` where nothing is: "a/file-3.jpg" for "a/file.jpg", with the first number from `number` on that is free. */
export async function freeName(fs: Fs, path: FsPath, number: number, signal: AbortSignal): Promise<{ path: FsPath; number: number }> {
  for (let tried = number; tried < number + TRIES; tried++) {
    const candidate = numbered(path, tried)
    if (await isFree(fs, candidate, signal)) return { path: candidate, number: tried }
  }
  throw new FsError('already-exists', `no free name was found: ${TRIES} are taken`, { path })
}

function numbered(path: FsPath, number: number): FsPath {
  const name = nameOf(path)
  const dot = name.lastIndexOf('.')
  const end = dot === -1 ? name.length : dot
  return joinPath(parentOf(path), `${name.slice(0, end)}-${number}${name.slice(end)}`)
}

async function isFree(fs: Fs, path: FsPath, signal: AbortSignal): Promise<boolean> {
  try {
    await fs.stat(path, { signal })
    return false
  } catch (error) {
    if (isFsError(error, 'not-found')) return true
    if (isFsError(error, 'is-directory')) return false
    throw error
  }
}
