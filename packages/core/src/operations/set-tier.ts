import { asFsError, FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import type { FsPath } from '../fs/path.js'
import { createTasks } from '../sync/execute/tasks.js'
import { countFailure, type Failures, noFailures } from './failures.js'
import { type FileChoices, filePages } from './files.js'

export interface SetTierOptions extends FileChoices {
  /** Told of each file that got the tier, or would get it. */
  done(path: FsPath): void
  failed(path: FsPath, error: FsError): void
  /** Nothing is changed; what would be is told. */
  readonly dryRun?: boolean
  /** Files in work at a time; by default 8. */
  readonly checkers?: number
}

/** Moves each file to another storage class. A storage that has none is `unsupported`. */
export async function setTiers(fs: Fs, tier: string, options: SetTierOptions): Promise<Failures> {
  const { signal = new AbortController().signal, checkers = 8, dryRun = false, done } = options
  const setTier = fs.setTier?.bind(fs)
  if (setTier === undefined) throw new FsError('unsupported', 'this storage has no storage classes that could be set')
  const tasks = createTasks(checkers, signal)
  const failures = noFailures()
  const failed = (path: FsPath, error: FsError) => {
    countFailure(failures, error)
    options.failed(path, error)
  }
  try {
    for await (const page of filePages(fs, options, failed)) {
      for (const object of page) {
        const { path } = object
        if (dryRun) done(path)
        else
          await tasks.start(
            async () => {
              await setTier(object, tier, { signal })
              done(path)
            },
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
