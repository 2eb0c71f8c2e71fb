import { createGate } from '../http/limiter.js'

/** Lets tasks run by themselves, a bounded number at a time. */
export interface Tasks {
  /** Waits for room, then starts the task. An aborted signal rejects with its reason. */
  start(task: () => Promise<void>, failed: (error: unknown) => void): Promise<void>
  /** Waits until all that was started, also meanwhile, has ended. */
  settled(): Promise<void>
}

export function createTasks(room: number, signal: AbortSignal): Tasks {
  const gate = createGate(room)
  const running = new Set<Promise<void>>()
  return {
    start: async (task, failed) => {
      const leave = await gate.enter(signal)
      const done = task()
        .catch(failed)
        .finally(() => {
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
