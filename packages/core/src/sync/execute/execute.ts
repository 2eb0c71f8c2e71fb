import type { FsObject } from '../../fs/entry.js'
import { asFsError, FsError, type FsErrorKind, isFsError } from '../../fs/error.js'
import type { Action, Change, CopyAction, RefuseAction, RenameAction, SettledAction } from '../decide/action.js'
import { isUnsettled, type Settling, settle } from '../decide/settle.js'
import type { Report } from '../event.js'
import { mayPass } from '../summary.js'
import type { Cutoff } from './cutoff.js'
import { type DirectoryChange, isOfDirectory } from './directory-changes.js'
import { type Performed, type Performing, perform } from './perform.js'
import { createQueue } from './queue.js'
import type { Failure } from './retries.js'
import { type Admission, createTasks, type Tasks } from './tasks.js'

export interface ExecuteOptions extends Settling, Performing {
  readonly report: Report
  /** Files in transfer at a time, or who decides. */
  readonly transfers: number | Admission
  /** Files in comparison at a time, or who decides. */
  readonly checkers: number | Admission
  readonly cutoff: Cutoff
  /** Asked before each change: false leaves it undone, and it is reported as planned. */
  confirm?(change: Change): boolean | Promise<boolean>
  /** Rejects when a change should not be made after all. */
  verify?(change: Change, signal: AbortSignal): Promise<void>
  /** Takes a transfer that is to wait for its turn. False: it need not. */
  hold(action: CopyAction): Promise<boolean>
  /** Takes a copy that an entry of the other kind, which is to be deleted, stands in the way of. */
  obstructed(action: CopyAction): Promise<void>
  /** Told of each change that was made, or that was left undone: awaited before the next. */
  told(change: Change, as: 'done' | 'planned'): Promise<void>
  /** Takes what failed in a way that may pass. False: it is counted as failed. */
  again(failure: Failure): boolean
  /** Told of a rename that could not be made; gives the copy to be made instead. */
  notRenamed(action: RenameAction): Promise<CopyAction>
}

/** Actions that wait for their turn, so that what is to come is known before it is done. They are kept in memory. */
const MOST_WAITING = 10_000

/** Carries out actions, several at a time. */
export interface Executor {
  /** Takes the action, to be carried out in its turn. Waits while very many do; undefined: nothing is to be waited for. */
  start(action: Action): Promise<void> | undefined
  /** Waits until all that was started has ended. */
  settled(): Promise<void>
  /** Deletes objects of the destination, with few requests where the service can. */
  deleteAll(objects: readonly FsObject[]): Promise<void>
}

export function createExecutor(options: ExecuteOptions): Executor {
  const { rules, references, signal, report, cutoff, tools } = options
  const transfers = createTasks(options.transfers, signal)
  const checkers = createTasks(options.checkers, signal)
  const queue = createQueue<Change>(begin, MOST_WAITING, signal)

  return {
    start: (action) => (isUnsettled(action, references) ? run(checkers, action, () => resolve(action)) : follow(action as SettledAction)),
    settled: async () => {
      await checkers.settled() // they may queue transfers
      await queue.drained()
      await transfers.settled()
    },
    deleteAll: async (objects) => {
      const { dst, backup, confirm, verify } = options
      const deletes = objects.map((entry) => ({ do: 'delete', path: entry.path, dst: entry }) as const)
      if (dst.removeMany === undefined || [backup, confirm, verify].some((each) => each !== undefined)) {
        for (const each of deletes) await run(transfers, each, () => change(each))
      } else if (deletes[0] !== undefined) await run(transfers, deletes[0], () => deleteMany(objects))
    },
  }

  async function resolve(action: Action): Promise<void> {
    const settled = await settle(action, options)
    // What asks little of the service is done by the one who asked.
    if (settled.do === 'touch') return change(settled)
    return follow(settled)
  }

  function follow(action: SettledAction): Promise<void> | undefined {
    switch (action.do) {
      case 'keep':
        report(action.why === undefined ? { type: 'kept', path: action.path } : { type: 'kept', path: action.path, why: action.why })
        return undefined
      case 'pass':
        return undefined
      case 'refuse':
        report({ type: 'failed', path: action.path, error: refusal(action), ...(mayBeRead(action) && { unread: true }) })
        return undefined
      case 'copy':
        return queueCopy(action)
      default:
        return queue.put(action)
    }
  }

  async function queueCopy(action: CopyAction): Promise<void> {
    if (await options.hold(action)) return
    tools.meters.expect(action.src.size)
    await queue.put(action)
  }

  function begin(wanted: Change): Promise<void> {
    if (wanted.do !== 'copy') return run(transfers, wanted, () => change(wanted))
    return run(transfers, wanted, () => change(wanted).finally(() => tools.meters.settle(wanted.src.size)))
  }

  /** What the task throws is reported, unless the whole run was aborted. */
  function run(tasks: Tasks, action: Action, task: () => Promise<void>): Promise<void> {
    const bytes = action.do === 'copy' ? action.src.size : 0
    const failure = (error: unknown) => {
      if (signal.aborted || (cutoff.signal.aborted && error === cutoff.signal.reason)) return
      failed(action, asFsError(error, action.path))
    }
    return tasks.start(task, failure, bytes)
  }

  function failed(action: Action, error: FsError): void {
    const { path } = action
    const isRetried = mayPass(error) && 'src' in action && action.src.kind === 'object' && options.again(action as Failure)
    if (isRetried) report({ type: 'retrying', path, error })
    else report({ type: 'failed', path, error, ...(isChange(action) && { change: action }) })
  }

  async function deleteMany(objects: readonly FsObject[]): Promise<void> {
    for await (const { object, error } of options.dst.removeMany?.(objects, { signal }) ?? []) {
      const { path } = object
      if (error === undefined || error.kind === 'not-found') await tell('done', { change: { do: 'delete', path, dst: object } })
      else report({ type: 'failed', path, error, change: { do: 'delete', path, dst: object } })
    }
  }

  function tell(type: 'done' | 'planned', performed: Performed): Promise<void> {
    report({ type, path: performed.change.path, ...performed })
    return options.told(performed.change, type)
  }

  async function change(wanted: Change): Promise<void> {
    if (wanted.do === 'copy' && !cutoff.admits(wanted.src.size ?? 0)) return
    if (options.confirm !== undefined && !(await options.confirm(wanted))) {
      return tell('planned', { change: wanted })
    }
    const performed = await attempt(wanted)
    if (performed !== undefined) await tell('done', performed)
  }

  /** Undefined: it is left undone, or something else is done in its stead. */
  async function attempt(wanted: Change): Promise<Performed | undefined> {
    try {
      await options.verify?.(wanted, signal)
      return await perform(wanted, options)
    } catch (error) {
      if (isOfDirectory(wanted) && isLeft(wanted, error)) return undefined
      if (wanted.do === 'rename' && !signal.aborted) await change(await options.notRenamed(wanted))
      // A file where a directory is needed, or the reverse: where extras are deleted, it will go.
      else if (wanted.do === 'copy' && rules.deletes && isObstacle(error)) await options.obstructed(wanted)
      else throw error
      return undefined
    }
  }
}

function isChange(action: Action): action is Change {
  return action.do in CHANGES
}

const CHANGES = { copy: true, touch: true, rename: true, make: true, drop: true, delete: true } satisfies Record<Change['do'], true>

/** Whether a directory is let be: a service need not let everybody set its time, and what is in it, or has removed it, is no failure. */
function isLeft(change: DirectoryChange, error: unknown): boolean {
  return LEFT[change.do].some((kind) => isFsError(error, kind))
}

const LEFT = {
  touch: ['not-found', 'unsupported', 'denied'],
  drop: ['not-found', 'not-empty', 'unsupported'],
  delete: ['not-found', 'not-empty'],
} satisfies Record<DirectoryChange['do'], readonly FsErrorKind[]>

function isObstacle(error: unknown): boolean {
  return isFsError(error, 'is-directory') || isFsError(error, 'already-exists')
}

function mayBeRead({ why, cause }: RefuseAction): boolean {
  return why === 'unreadable' && cause?.temporary === true
}

function refusal({ why, cause, path }: RefuseAction): FsError {
  if (cause !== undefined) return cause
  const [kind, message] = REFUSALS[why]
  return new FsError(kind, message, { path })
}

const REFUSALS = {
  unreadable: ['unavailable', 'it could not be read'],
  clash: ['is-directory', 'a directory of this name is in the way'],
  immutable: ['already-exists', 'it is not as in the source, and what exists may not change'],
} satisfies Record<RefuseAction['why'], [FsErrorKind, string]>
