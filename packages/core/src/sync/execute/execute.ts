import type { FsObject } from '../../fs/entry.js'
import { asFsError, FsError, type FsErrorKind, isFsError } from '../../fs/error.js'
import type { Action, Change, CopyAction, RefuseAction, RenameAction, SettledAction } from '../decide/action.js'
import { isUnsettled, type Settling, settle } from '../decide/settle.js'
import type { Report } from '../event.js'
import { mayPass } from '../summary.js'
import type { Cutoff } from './cutoff.js'
import { type Performing, perform } from './perform.js'
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
  /** Takes what failed in a way that may pass. False: it is counted as failed. */
  again(failure: Failure): boolean
  /** Told of a rename that could not be made; gives the copy to be made instead. */
  notRenamed(action: RenameAction): Promise<CopyAction>
}

/** Carries out actions, several at a time. */
export interface Executor {
  /** Waits until there is room for the action and starts it. */
  start(action: Action): Promise<void>
  /** Waits until all that was started has ended. */
  settled(): Promise<void>
  /** Deletes objects of the destination, with few requests where the service can. */
  deleteAll(objects: readonly FsObject[]): Promise<void>
  /** The copies that an entry of the other kind, which is to be deleted, stood in the way of. They may be started again. */
  obstructed(): readonly CopyAction[]
}

export function createExecutor(options: ExecuteOptions): Executor {
  const { rules, references, signal, report, cutoff } = options
  const transfers = createTasks(options.transfers, signal)
  const checkers = createTasks(options.checkers, signal)
  let waiting: CopyAction[] = []

  return {
    start: (action) => (isUnsettled(action, references) ? run(checkers, action, () => resolve(action)) : follow(action as SettledAction)),
    settled: async () => {
      await checkers.settled() // they may start transfers
      await transfers.settled()
    },
    deleteAll: async (objects) => {
      const { dst, backup, confirm, verify } = options
      const deletes = objects.map((entry) => ({ do: 'delete', path: entry.path, dst: entry }) as const)
      if (dst.removeMany === undefined || [backup, confirm, verify].some((each) => each !== undefined)) {
        for (const each of deletes) await run(transfers, each, () => change(each))
      } else if (deletes[0] !== undefined) await run(transfers, deletes[0], () => deleteMany(objects))
    },
    obstructed: () => {
      const copies = waiting
      waiting = []
      return copies
    },
  }

  async function resolve(action: Action): Promise<void> {
    const settled = await settle(action, options)
    // What asks little of the service is done by the one who asked.
    if (settled.do === 'touch') return change(settled)
    return follow(settled)
  }

  async function follow(action: SettledAction): Promise<void> {
    switch (action.do) {
      case 'keep':
        return report({ type: 'kept', path: action.path, ...(action.why && { why: action.why }) })
      case 'pass':
        return
      case 'refuse':
        return report({ type: 'failed', path: action.path, error: refusal(action), ...(mayBeRead(action) && { unread: true }) })
      case 'copy':
        if (await options.hold(action)) return
        return run(transfers, action, () => change(action))
      default:
        return run(transfers, action, () => change(action))
    }
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
    const isRetried = mayPass(error) && 'src' in action && action.src.kind === 'object' && options.again(action as Failure)
    report({ type: isRetried ? 'retrying' : 'failed', path: action.path, error })
  }

  async function deleteMany(objects: readonly FsObject[]): Promise<void> {
    for await (const { object, error } of options.dst.removeMany?.(objects, { signal }) ?? []) {
      const { path } = object
      if (error === undefined || error.kind === 'not-found') report({ type: 'done', path, change: { do: 'delete', path, dst: object } })
      else report({ type: 'failed', path, error })
    }
  }

  async function change(wanted: Change): Promise<void> {
    if (wanted.do === 'copy' && !cutoff.admits(wanted.src.size ?? 0)) return
    if (options.confirm !== undefined && !(await options.confirm(wanted))) {
      return report({ type: 'planned', path: wanted.path, change: wanted })
    }
    try {
      await options.verify?.(wanted, signal)
      report({ type: 'done', path: wanted.path, ...(await perform(wanted, options)) })
    } catch (error) {
      if (wanted.do === 'delete' && wanted.dst.kind === 'directory' && isLeft(error)) return
      if (wanted.do === 'rename' && !signal.aborted) return change(await options.notRenamed(wanted))
      // A file where a directory is needed, or the reverse: where extras are deleted, it will go.
      if (wanted.do !== 'copy' || !rules.deletes || !isObstacle(error)) throw error
      waiting.push(wanted)
    }
  }
}

/** Something is still in the directory, or it went with its last file. */
function isLeft(error: unknown): boolean {
  return isFsError(error, 'not-empty') || isFsError(error, 'not-found')
}

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
