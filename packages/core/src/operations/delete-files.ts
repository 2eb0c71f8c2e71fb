import type { FsObject } from '../fs/entry.js'
import { asFsError, type FsError, isFsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import type { FsPath } from '../fs/path.js'
import { createTasks } from '../sync/execute/tasks.js'
import { countFailure, type Failures, noFailures } from './failures.js'
import { type FileChoices, filePages } from './files.js'

export type DeleteEvent =
  | { readonly type: 'deleted'; readonly object: FsObject }
  /** A dry run: it would have been deleted. */
  | { readonly type: 'planned'; readonly object: FsObject }
  | { readonly type: 'failed'; readonly path: FsPath; readonly error: FsError }

export interface DeleteFilesOptions extends FileChoices {
  /** Only listens: it is called synchronously, and must not throw. */
  report?(event: DeleteEvent): void
  /** Nothing is deleted; what would be is reported. */
  readonly dryRun?: boolean
  /** Requests at a time; by default 8. */
  readonly checkers?: number
}

/** Objects of one request, where the service takes many: as many as S3 does. */
const BATCH = 1000

/** Deletes files and leaves the directories. One that is gone already counts for nothing. */
export async function deleteFiles(fs: Fs, options: DeleteFilesOptions = {}): Promise<Failures> {
  const { signal = new AbortController().signal, dryRun = false, checkers = 8, report } = options
  const tasks = createTasks(checkers, signal)
  const failures = noFailures()
  const failed = (path: FsPath, error: unknown) => {
    if (signal.aborted || isFsError(error, 'not-found')) return
    const cause = asFsError(error, path)
    countFailure(failures, cause)
    report?.({ type: 'failed', path, error: cause })
  }
  const unreadable = (path: FsPath, error: FsError) => {
    countFailure(failures, error)
    report?.({ type: 'failed', path, error })
  }
  const removeOne = async (object: FsObject) => {
    try {
      await fs.remove(object, { signal })
      report?.({ type: 'deleted', object })
    } catch (error) {
      failed(object.path, error)
    }
  }
  const ignore = () => {} // Only an interruption comes this far, and the signal tells of it.

  try {
    for await (const page of filePages(fs, options, unreadable)) {
      if (dryRun) for (const object of page) report?.({ type: 'planned', object })
      else if (fs.removeMany === undefined) for (const object of page) await tasks.start(() => removeOne(object), ignore)
      else for (const batch of inBatches(page)) await tasks.start(() => removeBatch(batch), ignore)
    }
  } finally {
    await tasks.settled()
  }
  signal.throwIfAborted()
  return failures

  /** What a batch leaves unanswered, or says may go well another time, is tried once more by itself. */
  async function removeBatch(batch: readonly FsObject[]): Promise<void> {
    const left = new Map(batch.map((object) => [keyOf(object), object]))
    try {
      for await (const { object, error } of fs.removeMany?.(batch, { signal }) ?? []) {
        if (error?.temporary === true) continue
        left.delete(keyOf(object))
        if (error === undefined) report?.({ type: 'deleted', object })
        else failed(object.path, error)
      }
    } catch {
      signal.throwIfAborted()
    }
    for (const object of left.values()) await removeOne(object)
  }
}

/** What tells an object from the others of its name, also when it comes back as another copy of the same data. */
function keyOf({ path, id = '' }: FsObject): string {
  return `${path}\0${id}`
}

function* inBatches(objects: readonly FsObject[]): Iterable<readonly FsObject[]> {
  for (let start = 0; start < objects.length; start += BATCH) yield objects.slice(start, start + BATCH)
}
