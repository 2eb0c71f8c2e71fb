import { setImmediate as turn } from 'node:timers/promises'

/** Milliseconds of work, after which the event loop has a turn. */
const LENGTH = 8

/** Cuts long work of synchronous system calls into slices. */
export interface Slices {
  /** Undefined while the slice lasts; then what is to be awaited before the work goes on. */
  next(): Promise<void> | undefined
  /** Whether the slice is over. */
  isOver(): boolean
}

export function createSlices(): Slices {
  let begun = performance.now()
  let pause: Promise<void> | undefined
  return {
    next: () => {
      if (pause === undefined && performance.now() - begun >= LENGTH) {
        pause = turn().then(() => {
          pause = undefined
          begun = performance.now()
        })
      }
      return pause
    },
    isOver: () => performance.now() - begun >= LENGTH,
  }
}
