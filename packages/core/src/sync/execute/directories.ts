import type { FsDirectory } from '../../fs/entry.js'
import { asFsError, isFsError } from '../../fs/error.js'
import type { Fs } from '../../fs/fs.js'
import { type FsPath, parentOf, ROOT } from '../../fs/path.js'
import type { Rules } from '../decide/rules.js'
import type { Report, SyncEvent } from '../event.js'
import type { Pair } from '../join/join.js'

/** What is done for directories when all work below them is done: their times, and the removal of those a move has emptied. */
export interface Directories {
  /** Told of each pair. */
  note(pair: Pair): void
  /** Told of each event. */
  take(event: SyncEvent): void
  /** The deepest first. */
  finish(report: Report): Promise<void>
}

export interface DirectoryWork {
  readonly src: Fs
  readonly dst: Fs
  readonly rules: Rules
  readonly signal: AbortSignal
  readonly dryRun: boolean
}

export function createDirectories({ src, dst, rules, signal, dryRun }: DirectoryWork): Directories {
  const { setModTime } = dst
  const keepsTimes = setModTime !== undefined && dst.features.realDirectories && rules.updateDirectoryModTime !== false
  const removesEmpty = rules.moves === true && rules.deleteEmptySourceDirectories === true
  /** Directories of the source in path order: only they can be asked for a time, or be left empty. */
  const sources: FsDirectory[] = []
  /** Directories of the destination whose time is not that of the source. */
  const outdated = new Set<FsPath>()

  return {
    note: ({ path, src: source, dst: target }) => {
      if (source?.kind !== 'directory') return
      if (removesEmpty || (keepsTimes && source.modTime !== undefined)) sources.push(source)
      if (target?.kind === 'directory' && keepsTimes && isOutdated(source, target, rules)) outdated.add(path)
    },
    take: (event) => {
      if (keepsTimes && event.type === 'done') outdated.add(event.change.do === 'make' ? event.path : parentOf(event.path))
    },
    finish: async (report) => {
      if (dryRun) return
      for (const directory of sources.reverse()) {
        if (keepsTimes && outdated.has(directory.path)) await attempt(directory, report, () => setTime(directory).catch(passOverForeign))
        if (removesEmpty) await attempt(directory, report, () => src.rmdir(directory, { signal }))
      }
    },
  }

  async function setTime({ path, modTime }: FsDirectory): Promise<void> {
    if (modTime !== undefined && path !== ROOT) await setModTime?.({ kind: 'directory', path }, modTime, { signal })
  }

  /** A directory that is not there, not empty or has no time of its own is let be. */
  async function attempt({ path }: FsDirectory, report: Report, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      signal.throwIfAborted()
      if (!HARMLESS.some((kind) => isFsError(error, kind))) report({ type: 'failed', path, error: asFsError(error, path) })
    }
  }
}

/** Only its owner may set the time of a directory: files were copied into it all the same. */
function passOverForeign(error: unknown): void {
  if (!isFsError(error, 'denied')) throw error
}

const HARMLESS = ['not-found', 'not-empty', 'unsupported'] as const

function isOutdated(src: FsDirectory, dst: FsDirectory, { timeWindow = 1n }: Rules): boolean {
  if (src.modTime === undefined || dst.modTime === undefined) return false
  const difference = src.modTime > dst.modTime ? src.modTime - dst.modTime : dst.modTime - src.modTime
  return difference >= timeWindow
}
