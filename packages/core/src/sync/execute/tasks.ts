import { whenAborted } from '../../fs/when-aborted.js'

/** Decides whether one more task may begin. */
export interface Admission {
  /** `tasks` under way, the new one included, and the bytes that they hold together. */
  admits(tasks: number, bytes: number): boolean
  /**
   * Calls `listener` whenever the answer may have changed by itself; that a task has ended is known without it. Gives the
   * function that ends this.
   */
  watch(listener: () => void): () => void
}

/** Lets tasks run by themselves, a bounded number at a time. */
export interface Tasks {
  /**
   * Waits until the task is admitted, in the order of asking, then starts it. `bytes` is what it is about to move. An aborted
   * signal rejects with its reason.
   */
  start(task: () => Promise<void>, failed: (error: unknown) => void, bytes?: number): Promise<void>
  /** Waits until all that was started, also meanwhile, has ended. */
  settled(): Promise<void>
}

/** `room`: so many tasks at a time, or who decides. Where none is under way, one is admitted without asking. */
export function createTasks(room: number | Admission, signal: AbortSignal): Tasks {
  const door = createDoor(typeof room === 'number' ? fixedAdmission(room) : room)
  const running = new Set<Promise<void>>()
  return {
    start: async (task, failed, bytes = 0) => {
      const leave = await door.enter(Math.min(bytes, HELD_BY_ONE), signal)
      const done = carriedOut(task, failed).then(() => {
        leave()
        running.delete(done)
      })
      running.add(done)
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running)
    },
  }
}

async function carriedOut(task: () => Promise<void>, failed: (error: unknown) => void): Promise<void> {
  try {
    await task()
  } catch (error) {
    failed(error)
  }
}

/** Of what a task moves, the bytes that it holds in memory at most. */
const HELD_BY_ONE = 16 * 1024 ** 2

function fixedAdmission(room: number): Admission {
  return { admits: (tasks) => tasks <= room, watch: () => () => {} }
}

interface Waiter {
  readonly bytes: number
  admit(): void
}

/** Where tasks wait for their admission. */
function createDoor(admission: Admission): { enter(bytes: number, signal: AbortSignal): Promise<() => void> } {
  const waiting = new Set<Waiter>()
  let tasks = 0
  let held = 0
  let unwatch: (() => void) | undefined

  function pump(): void {
    for (const waiter of waiting) {
      if (tasks > 0 && !admission.admits(tasks + 1, held + waiter.bytes)) break
      waiting.delete(waiter)
      tasks++
      held += waiter.bytes
      waiter.admit()
    }
    if (waiting.size > 0) {
      unwatch ??= admission.watch(pump)
    } else {
      unwatch?.()
      unwatch = undefined
    }
  }

  return {
    enter: (bytes, signal) => {
      if (signal.aborted) return Promise.reject(signal.reason)
      return new Promise((resolve, reject) => {
        let endWait: (() => void) | undefined
        const giveUp = () => {
          waiting.delete(waiter)
          reject(signal.reason)
          pump()
        }
        const leave = () => {
          tasks--
          held -= bytes
          pump()
        }
        const admit = () => {
          endWait?.()
          resolve(leave)
        }
        const waiter: Waiter = { bytes, admit }
        waiting.add(waiter)
        pump()
        if (waiting.has(waiter)) endWait = whenAborted(signal, giveUp)
      })
    },
  }
}
