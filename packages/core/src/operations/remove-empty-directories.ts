import { everything } from '../filter/filter.js'
import type { FsDirectory, FsEntry } from '../fs/entry.js'
import { asFsError, type FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { type FsPath, isBelow, ROOT } from '../fs/path.js'
import { createTasks } from '../sync/execute/tasks.js'
import { levelOf } from '../tree/entered.js'
import { entryPacking } from '../tree/entry-packing.js'
import { createSpoolOf, type Spool } from '../tree/spool.js'
import { countFailure, type Failures, noFailures } from './failures.js'
import { chosen, type TreeChoices } from './files.js'

export type RemoveDirectoryEvent =
  | { readonly type: 'removed'; readonly path: FsPath }
  /** A dry run: it would have been removed. */
  | { readonly type: 'planned'; readonly path: FsPath }
  | { readonly type: 'failed'; readonly path: FsPath; readonly error: FsError }

/** A filter and `maxDepth` say which directories may go; what they leave out is still there. */
export interface RemoveEmptyDirectoriesOptions extends TreeChoices {
  /** Only listens: it is called synchronously, and must not throw. */
  report?(event: RemoveDirectoryEvent): void
  /** Nothing is removed; what would be is reported. */
  readonly dryRun?: boolean
  /** The root stays, whatever is in it. */
  readonly leaveRoot?: boolean
  /** Directories removed at a time; by default 8. */
  readonly checkers?: number
}

/** Removes every directory with no file below it, the deepest first. One that cannot be read, or has such a place below it, stays. */
export async function removeEmptyDirectories(fs: Fs, options: RemoveEmptyDirectoriesOptions = {}): Promise<Failures> {
  const { signal = new AbortController().signal, dryRun = false, leaveRoot = false, checkers = 8, report } = options
  const failures = noFailures()
  const failed = (path: FsPath, error: FsError) => {
    countFailure(failures, error)
    report?.({ type: 'failed', path, error })
  }
  const tasks = createTasks(checkers, signal)
  await using empty = createSpoolOf<FsEntry>({ packing: entryPacking, key: ({ path }) => depthOf(path), descending: true }, options)
  await findEmpty(fs, options, empty, failed)
  let depth = ''
  try {
    for await (const page of empty.inOrder()) {
      for (const entry of page) {
        if (entry.kind !== 'directory' || (entry.path === ROOT && leaveRoot)) continue
        if (depthOf(entry.path) !== depth) await tasks.settled()
        depth = depthOf(entry.path)
        await tasks.start(
          () => remove(entry),
          () => {},
        )
      }
    }
  } finally {
    await tasks.settled()
  }
  signal.throwIfAborted()
  return failures

  async function remove(directory: FsDirectory): Promise<void> {
    const { path } = directory
    if (dryRun) return report?.({ type: 'planned', path })
    try {
      await fs.rmdir(path === ROOT ? ROOT : directory, { signal })
      report?.({ type: 'removed', path })
    } catch (error) {
      if (!signal.aborted) failed(path, asFsError(error, path))
    }
  }
}

/** Sorts as the depth does. */
function depthOf(path: FsPath): string {
  return String(levelOf(path)).padStart(6, '0')
}

/** A directory whose content is being told. */
interface Open {
  readonly directory: FsDirectory
  isEmpty: boolean
}

async function findEmpty(
  fs: Fs,
  { filter = everything, maxDepth = Number.POSITIVE_INFINITY, ...choices }: TreeChoices,
  found: Spool,
  unreadable: (path: FsPath, error: FsError) => void,
): Promise<void> {
  const open: Open[] = [{ directory: { kind: 'directory', path: ROOT }, isEmpty: true }]
  const close = async () => {
    const { directory, isEmpty } = open.pop() as Open
    const above = open.at(-1)
    if (isEmpty && levelOf(directory.path) <= maxDepth && filter.emptyDirectory(directory.path)) await found.add([directory])
    else if (above !== undefined) above.isEmpty = false
  }
  for await (const page of chosen(fs, choices)) {
    for (const entry of page) {
      while (!isWithin(entry, (open.at(-1) as Open).directory)) await close()
      if (entry.kind === 'directory') open.push({ directory: entry, isEmpty: true })
      else (open.at(-1) as Open).isEmpty = false
      if (entry.kind === 'unreadable') unreadable(entry.path, entry.cause)
    }
  }
  while (open.length > 0) await close()
}

/** Whether the entry tells of what is below the directory, or that the directory itself could not be read. */
function isWithin({ kind, path }: FsEntry, directory: FsDirectory): boolean {
  return isBelow(path, directory.path) || (kind === 'unreadable' && path === directory.path)
}
