import { setImmediate as turn } from 'node:timers/promises'

/** Watches for promises that reject and are awaited by nobody, until it is told to end; gives their reasons. */
export function watchUnhandled(): { end(): Promise<readonly unknown[]> } {
  const reasons: unknown[] = []
  const note = (reason: unknown) => void reasons.push(reason)
  process.on('unhandledRejection', note)
  return {
    end: async () => {
      await turn()
      process.off('unhandledRejection', note)
      return reasons
    },
  }
}
