import { untilAborted } from '@tranship/core/backend'
import { jsonOf, type Session } from './client.js'
import { FILES } from './files.js'

/** Ids that are asked for at a time, at first and later: who writes one file needs no thousand. */
const FIRST_BATCH = 10
const BATCH = 500

/** Gives ids for new files, so that a file that is created twice is created once. */
export type Ids = (signal: AbortSignal) => Promise<string>

export function createIds(session: Session): Ids {
  let left: string[] = []
  let count = FIRST_BATCH
  let asking: Promise<void> | undefined
  const ask = async (): Promise<void> => {
    const query = { count: String(count), type: 'files', space: session.settings.isAppFolder ? 'appDataFolder' : 'drive' }
    const reply = await session.steadyRequest({ method: 'GET', to: `${FILES}/generateIds`, query, path: '' })
    left = [...left, ...jsonOf<{ ids: readonly string[] }>(reply, '').ids]
    count = BATCH
  }
  return async (signal) => {
    for (;;) {
      const id = left.pop()
      if (id !== undefined) return id
      asking ??= ask().finally(() => {
        asking = undefined
      })
      await untilAborted(asking, signal)
    }
  }
}
