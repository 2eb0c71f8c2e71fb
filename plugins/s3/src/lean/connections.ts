import type { Dispatcher } from 'undici'

/** The connections to one origin. How many there are is for others to bound. */
export interface Connections {
  /** One for a single request: the one that was free last, so that the others may end when they are idle for long, or a new one. */
  take(): Dispatcher
  /** Its request has ended, well or not. */
  giveBack(connection: Dispatcher): void
  close(): void
}

/** Connections of which each serves one request at a time, one after the other. `open` gives one that connects when it is first used, and again once it was lost. */
export function keptConnections(open: () => Dispatcher): Connections {
  const all: Dispatcher[] = []
  const free: Dispatcher[] = []
  return {
    take: () => {
      const known = free.pop()
      if (known !== undefined) return known
      const opened = open()
      all.push(opened)
      return opened
    },
    giveBack: (connection) => void free.push(connection),
    close: () => {
      for (const connection of all) void connection.destroy()
    },
  }
}

/** What has connections of its own for each request. */
export function ownConnections(agent: Dispatcher): Connections {
  return { take: () => agent, giveBack: () => {}, close: () => void agent.destroy() }
}
