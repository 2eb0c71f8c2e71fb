import { bytesSource } from '../fs/bytes.js'
import type { FsObject } from '../fs/entry.js'
import { asFsError, FsError, isFsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { type FsPath, ROOT } from '../fs/path.js'
import { createTasks } from '../sync/execute/tasks.js'
import { level } from '../tree/listing.js'
import { countFailure, type Failures, noFailures } from './failures.js'
import { filePages, type TreeChoices } from './files.js'

export type TouchEvent =
  | { readonly type: 'touched' | 'created'; readonly path: FsPath }
  /** A dry run: it would have been done. */
  | { readonly type: 'planned'; readonly path: FsPath; readonly what: 'touch' | 'create' }
  /** There is no such file, and none was wanted. */
  | { readonly type: 'left-missing'; readonly path: FsPath }
  | { readonly type: 'failed'; readonly path: FsPath; readonly error: FsError }

export interface TouchOptions extends TreeChoices {
  /** Nanoseconds since the epoch. */
  readonly modTime: bigint
  /** Only listens: it is called synchronously, and must not throw. */
  report?(event: TouchEvent): void
  /** Nothing is changed; what would be is reported. */
  readonly dryRun?: boolean
  /** Files in work at a time; by default 8. */
  readonly checkers?: number
}

/** Sets the time of the file `path`; makes an empty one where nothing is and `create` is wanted. A directory is `is-directory`. */
export async function touchFile(fs: Fs, path: FsPath, options: TouchOptions & { readonly create: boolean }): Promise<void> {
  const { signal = new AbortController().signal, modTime, dryRun = false, create, report } = options
  const object = await statOrNothing(fs, path, signal)
  if (object === undefined && !create) return report?.({ type: 'left-missing', path })
  const what = object === undefined ? 'create' : 'touch'
  if (dryRun) return report?.({ type: 'planned', path, what })
  if (object === undefined) await fs.put(path, bytesSource(new Uint8Array()), { signal, modTime, replaces: 'nothing' })
  else await setTime(fs, object, modTime, signal)
  report?.({ type: what === 'create' ? 'created' : 'touched', path })
}

/** Sets the time of the files in an Fs: of all below its root, or only of those directly in it. */
export async function touchFiles(fs: Fs, options: TouchOptions & { readonly recursive: boolean }): Promise<Failures> {
  const { signal = new AbortController().signal, modTime, dryRun = false, recursive, checkers = 8, report } = options
  const tasks = createTasks(checkers, signal)
  const failures = noFailures()
  const failed = (path: FsPath, error: FsError) => {
    countFailure(failures, error)
    report?.({ type: 'failed', path, error })
  }
  const touch = async (object: FsObject) => {
    await setTime(fs, object, modTime, signal)
    report?.({ type: 'touched', path: object.path })
  }
  try {
    for await (const page of recursive ? filePages(fs, options, failed) : filesIn(fs, options, failed)) {
      for (const object of page) {
        const { path } = object
        if (dryRun) report?.({ type: 'planned', path, what: 'touch' })
        else
          await tasks.start(
            () => touch(object),
            (error) => signal.aborted || failed(path, asFsError(error, path)),
          )
      }
    }
  } finally {
    await tasks.settled()
  }
  signal.throwIfAborted()
  return failures
}

async function setTime(fs: Fs, object: FsObject, modTime: bigint, signal: AbortSignal): Promise<void> {
  if (fs.setModTime === undefined) throw new FsError('unsupported', 'this storage cannot set the time of a file', { path: object.path })
  await fs.setModTime(object, modTime, { signal })
}

async function statOrNothing(fs: Fs, path: FsPath, signal: AbortSignal): Promise<FsObject | undefined> {
  try {
    return await fs.stat(path, { signal })
  } catch (error) {
    if (isFsError(error, 'not-found')) return undefined
    throw error
  }
}

async function* filesIn(
  fs: Fs,
  choices: TreeChoices,
  unreadable: (path: FsPath, cause: FsError) => void,
): AsyncIterable<readonly FsObject[]> {
  for await (const page of level(fs, ROOT, choices)) {
    for (const entry of page) if (entry.kind === 'unreadable') unreadable(entry.path, entry.cause)
    yield page.filter((entry) => entry.kind === 'object')
  }
}
