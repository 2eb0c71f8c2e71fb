import type { FsDirectory, FsObject } from '../fs/entry.js'
import { asFsError, FsError, isFsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import type { FsPath } from '../fs/path.js'
import { createMeters, type Meters } from '../progress/meter.js'
import { type Action, decideByHash, decideObjects } from './decide.js'
import type { SyncEvent } from './event.js'
import type { Rules } from './rules.js'
import { createTasks, type Tasks } from './tasks.js'
import { transfer } from './transfer.js'

export interface ExecuteOptions {
  readonly signal: AbortSignal
  /** Told of every event, failures too. */
  report(event: SyncEvent): void
  readonly meters?: Meters
  /** Files in transfer at a time. */
  readonly transfers: number
  /** Files in comparison at a time. */
  readonly checkers: number
  /** Nothing is changed; what would be is reported as planned. */
  readonly dryRun: boolean
}

/** Carries out actions, several at a time. */
export interface Executor {
  /** Waits until there is room for the action and starts it. Deletes are not for here: they wait for the end. */
  start(action: Exclude<Action, { do: 'delete' }>): Promise<void>
  /** Waits until all that was started has ended. */
  settled(): Promise<void>
  /** The copies that an entry of the other kind, which is to be deleted, stood in the way of. They may be started again. */
  obstructed(): readonly CopyAction[]
  remove(dst: FsObject | FsDirectory): Promise<void>
}

export type CopyAction = Extract<Action, { do: 'copy' }>

export function createExecutor(src: Fs, dst: Fs, rules: Rules, options: ExecuteOptions): Executor {
  const { signal, report, meters = createMeters(), dryRun } = options
  const transfers = createTasks(options.transfers, signal)
  const checkers = createTasks(options.checkers, signal)
  let waiting: CopyAction[] = []

  return {
    start: async (action) => {
      switch (action.do) {
        case 'keep':
          report({ type: 'kept', path: action.path })
          return
        case 'pass':
          return
        case 'refuse':
          report({ type: 'failed', path: action.path, error: refusal(action) })
          return
        case 'copy':
          return run(transfers, action.path, () => copy(action))
        case 'touch':
        case 'inspect':
        case 'compare':
          return run(checkers, action.path, () => check(action))
      }
    },
    settled: async () => {
      await checkers.settled() // they may start transfers
      await transfers.settled()
    },
    obstructed: () => {
      const copies = waiting
      waiting = []
      return copies
    },
    remove: (entry) => run(transfers, entry.path, () => remove(entry)),
  }

  /** What the task throws is reported, unless the whole run was aborted. */
  function run(tasks: Tasks, path: FsPath, task: () => Promise<void>): Promise<void> {
    return tasks.start(task, (error) => {
      if (!signal.aborted) report({ type: 'failed', path, error: asFsError(error, path) })
    })
  }

  async function check(action: Extract<Action, { do: 'touch' | 'inspect' | 'compare' }>): Promise<void> {
    const next = action.do === 'inspect' ? decideObjects(...(await inspected(action)), rules) : action
    const settled = next.do === 'compare' ? decideByHash(next, ...(await hashesOf(next)), rules) : next
    switch (settled.do) {
      case 'copy':
        return run(transfers, settled.path, () => copy(settled))
      case 'touch':
        return touch(settled)
      case 'keep':
        return report({ type: 'kept', path: settled.path })
      default:
        throw new FsError('unexpected', `cannot tell whether it has changed: its ${settled.do} came to nothing`, { path: settled.path })
    }
  }

  async function inspected(action: Extract<Action, { do: 'inspect' }>): Promise<[FsObject, FsObject]> {
    const [left, right] = await Promise.all([
      action.sides.includes('src') ? statOf(src, action.src) : action.src,
      action.sides.includes('dst') ? statOf(dst, action.dst) : action.dst,
    ])
    return [left, right]
  }

  /** The object as a stat tells it. A stat goes by the path: where names are not unique it may tell of another object. */
  async function statOf(fs: Fs, object: FsObject): Promise<FsObject> {
    const found = await fs.stat(object.path, { signal })
    if (!fs.features.duplicates || found.id === object.id) return found
    throw new FsError('unsupported', 'it is one of several of this name, and only another one of them can be asked for its time', {
      path: object.path,
    })
  }

  function hashesOf(action: Extract<Action, { do: 'compare' }>): Promise<[string | undefined, string | undefined]> {
    return Promise.all([hashOf(src, action.src), hashOf(dst, action.dst)])
  }

  async function hashOf(fs: Fs, object: FsObject): Promise<string | undefined> {
    if (rules.hash === undefined) return undefined
    return object.hashes?.[rules.hash] ?? (await fs.hash?.(object, rules.hash, { signal }))
  }

  async function copy(action: CopyAction): Promise<void> {
    if (dryRun) return report({ type: 'planned', path: action.path, action })
    const job = { src, dst, object: action.src, to: action.path, replaces: action.dst ?? ('nothing' as const) }
    try {
      const { object, onServer } = await transfer(job, { signal, meters })
      report({ type: 'copied', path: action.path, bytes: object.size ?? action.src.size ?? 0, why: action.why, onServer })
    } catch (error) {
      // A file where a directory is needed, or the reverse: where extras are deleted, it will go.
      if (!rules.deletes || !(isFsError(error, 'is-directory') || isFsError(error, 'already-exists'))) throw error
      waiting.push(action)
    }
  }

  async function touch(action: Extract<Action, { do: 'touch' }>): Promise<void> {
    if (dryRun) return report({ type: 'planned', path: action.path, action })
    try {
      await dst.setModTime?.(action.dst, action.time, { signal })
    } catch (error) {
      if (!isFsError(error, 'unsupported')) throw error
      return run(transfers, action.path, () => copy({ ...action, do: 'copy', why: 'modTime' }))
    }
    report({ type: 'touched', path: action.path })
  }

  async function remove(entry: FsObject | FsDirectory): Promise<void> {
    if (dryRun) return report({ type: 'planned', path: entry.path, action: { do: 'delete', path: entry.path, dst: entry } })
    if (entry.kind === 'object') {
      await dst.remove(entry, { signal }).catch(passOver('not-found'))
      return report({ type: 'deleted', path: entry.path })
    }
    try {
      await dst.rmdir(entry, { signal })
      report({ type: 'directory-removed', path: entry.path })
    } catch (error) {
      if (!isFsError(error, 'not-empty') && !isFsError(error, 'not-found')) throw error
    }
  }
}

function refusal(action: Extract<Action, { do: 'refuse' }>): FsError {
  if (action.cause !== undefined) return action.cause
  return new FsError('is-directory', 'a directory of this name is in the way', { path: action.path })
}

function passOver(kind: 'not-found'): (error: unknown) => void {
  return (error) => {
    if (!isFsError(error, kind)) throw error
  }
}
