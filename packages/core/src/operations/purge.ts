import type { FsDirectory, FsObject } from '../fs/entry.js'
import { isFsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { ROOT } from '../fs/path.js'
import { createTasks } from '../sync/execute/tasks.js'
import { listing } from '../tree/listing.js'

export interface PurgeOptions {
  readonly signal?: AbortSignal
  /** Told of each object and directory before it is removed. */
  report?(entry: FsObject | FsDirectory): void
  /** Nothing is removed; what would be is reported. */
  readonly dryRun?: boolean
  /** Objects removed at a time; by default 8. */
  readonly checkers?: number
}

/** Removes everything below the root of an Fs, and then the root itself. A missing root is `not-found`. */
export async function purge(fs: Fs, options: PurgeOptions = {}): Promise<void> {
  const { signal = new AbortController().signal, dryRun = false, checkers = 8, report } = options
  if (fs.purge !== undefined && !dryRun) return fs.purge(ROOT, { signal })
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  const tasks = createTasks(checkers, either)
  const directories: FsDirectory[] = []

  try {
    for await (const page of listing(fs, ROOT, { signal: either })) {
      for (const entry of page) {
        if (entry.kind === 'unreadable') throw entry.cause
        report?.(entry)
        if (entry.kind === 'directory') directories.push(entry)
        else if (!dryRun) await tasks.start(() => fs.remove(entry, { signal: either }), remember)
      }
    }
  } finally {
    await tasks.settled()
  }
  either.throwIfAborted()
  if (dryRun) return
  for (const directory of directories.reverse()) {
    if (fs.features.realDirectories || directory.id !== undefined) await fs.rmdir(directory, { signal })
  }
  await fs.rmdir(ROOT, { signal })

  function remember(error: unknown): void {
    if (!isFsError(error, 'not-found')) failed.abort(error)
  }
}
