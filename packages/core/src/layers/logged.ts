import type { Log } from '../backend/context.js'
import type { Fs } from '../fs/fs.js'
import { intercept, type Operation, pathOf } from './intercept.js'

/** Tells the log, at debug level, of every operation that was begun. */
export function logged(inner: Fs, log: Log): Fs {
  const tell = (operation: Operation) => log('debug', operation.method, pathOf(operation))
  return intercept(inner, {
    call: (operation, run) => {
      tell(operation)
      return run()
    },
    stream: async function* (operation, run) {
      tell(operation)
      yield* run()
    },
  })
}
