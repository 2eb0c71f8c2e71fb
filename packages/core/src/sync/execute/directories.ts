import type { FsDirectory } from '../../fs/entry.js'
import type { Fs } from '../../fs/fs.js'
import { type FsPath, parentOf, ROOT } from '../../fs/path.js'
import { entryPacking } from '../../tree/entry-packing.js'
import type { Packing } from '../../tree/packing.js'
import type { SpoolOptions } from '../../tree/spool.js'
import type { Change } from '../decide/action.js'
import type { Rules } from '../decide/rules.js'
import type { Pair } from '../join/join.js'
import { createDirectorySpool, type DirectoryChange } from './directory-changes.js'

/** Finds out what is to be done for directories when all work below them is done: their times, and the removal of those a move has emptied. */
export interface Directories extends AsyncDisposable {
  /** Told of each directory of the source, and of what the destination has there. */
  note(pair: Pair): Promise<void>
  /** Told of each change: what is done in a directory changes its time. */
  take(change: Change, as: 'done' | 'planned'): Promise<void>
  /** Once, after all that: the deepest first. */
  changes(): AsyncIterable<readonly DirectoryChange[]>
}

export interface DirectoryWork {
  readonly dst: Fs
  readonly rules: Rules
  /** What is planned counts as done. */
  readonly dryRun: boolean
  readonly spooling: SpoolOptions
}

/** What is known of a directory of one path. */
interface Note {
  readonly path: FsPath
  /** As the source has it. */
  readonly src?: FsDirectory
  /** The destination did not have it. */
  readonly isNew: boolean
  /** Its time at the destination is not that of the source, or is not any more. */
  readonly isOutdated: boolean
}

export function createDirectories({ dst, rules, dryRun, spooling }: DirectoryWork): Directories {
  const keepsTimes = dst.setModTime !== undefined && dst.features.realDirectories && rules.updateDirectoryModTime !== false
  const removesEmpty = rules.moves === true && rules.deleteEmptySourceDirectories === true
  const notes = createDirectorySpool(PACKING, spooling)
  let lastMarked: FsPath = ROOT

  return {
    note: async ({ path, src, dst: target }) => {
      if (src?.kind !== 'directory' || !(removesEmpty || (keepsTimes && src.modTime !== undefined))) return
      const isOutdated = target?.kind === 'directory' && timesDiffer(src, target, rules)
      await notes.add([{ path, src, isNew: target === undefined, isOutdated }])
    },
    take: async (change, as) => {
      if (!keepsTimes || (as === 'planned' && !dryRun)) return
      for (const path of changedBy(change)) {
        if (path === ROOT || path === lastMarked) continue
        lastMarked = path
        await notes.add([{ path, isNew: false, isOutdated: true }])
      }
    },
    changes: async function* () {
      const grown = new Set<FsPath>()
      for await (const directories of gathered(notes.inOrder())) {
        const changes: DirectoryChange[] = []
        for (const { path, src, isNew, isOutdated } of directories) {
          const hasGrown = grown.delete(path)
          if (src === undefined) continue
          const isTouched = keepsTimes && (isOutdated || hasGrown)
          if (isTouched && isNew) grown.add(parentOf(path))
          const time = src.modTime
          if (isTouched && time !== undefined) changes.push({ do: 'touch', path, src, dst: { kind: 'directory', path }, time })
          if (removesEmpty) changes.push({ do: 'drop', path: src.path, src })
        }
        yield changes
      }
    },
    [Symbol.asyncDispose]: () => notes[Symbol.asyncDispose](),
  }
}

/** The directories of the destination whose time is another one after a change. */
function changedBy(change: Change): readonly FsPath[] {
  switch (change.do) {
    case 'copy':
    case 'delete':
      return [parentOf(change.path)]
    case 'rename':
      return [parentOf(change.path), parentOf(change.dst.path)]
    case 'make':
      return [change.path]
    case 'touch':
    case 'drop':
      return []
  }
}

function timesDiffer(src: FsDirectory, dst: FsDirectory, { timeWindow = 1n }: Rules): boolean {
  if (src.modTime === undefined || dst.modTime === undefined) return false
  const difference = src.modTime > dst.modTime ? src.modTime - dst.modTime : dst.modTime - src.modTime
  return difference >= timeWindow
}

/** One note for each path: when a side was listed again, the last listing counts. */
async function* gathered(pages: AsyncIterable<readonly Note[]>): AsyncIterable<readonly Note[]> {
  let current: Note | undefined
  for await (const page of pages) {
    const whole: Note[] = []
    for (const note of page) {
      if (current !== undefined && current.path !== note.path) whole.push(current)
      current = current?.path === note.path ? together(current, note) : note
    }
    yield whole
  }
  if (current !== undefined) yield [current]
}

function together(first: Note, second: Note): Note {
  const { src, isNew } = second.src === undefined ? first : second
  return { path: first.path, ...(src && { src }), isNew, isOutdated: first.isOutdated || second.isOutdated }
}

const PACKING: Packing<Note> = {
  write: ({ path, src, isNew, isOutdated }, to) => {
    to.text(path)
    to.byte((src === undefined ? 0 : 1) + (isNew ? 2 : 0) + (isOutdated ? 4 : 0))
    if (src !== undefined) entryPacking.write(src, to)
  },
  read: (from) => {
    const path = from.text() as FsPath
    const flags = from.byte()
    const src = (flags & 1) === 0 ? undefined : entryPacking.read(from)
    return { path, ...(src?.kind === 'directory' && { src }), isNew: (flags & 2) !== 0, isOutdated: (flags & 4) !== 0 }
  },
}
