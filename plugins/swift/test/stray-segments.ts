import { parseOptions, plainContext } from '@tranship/core'
import { createSession } from '../src/client.js'
import { headersOf } from '../src/commit.js'
import { SEGMENTS } from '../src/head.js'
import { OPTIONS } from '../src/index.js'
import { listSegments } from '../src/large/find-segments.js'
import { segmentsContainer } from '../src/large/naming.js'
import { settingsOf } from '../src/settings.js'
import type { Account } from './accounts.js'

/** The segments that no object of a container is made of. */
export async function strayObjects({ auth, user, key }: Account, container: string): Promise<string[]> {
  const settings = settingsOf(parseOptions(OPTIONS, { auth, user, key }, 'test'), 'test', {})
  const session = createSession(settings, plainContext(ANYTHING))
  try {
    const stray: string[] = []
    const heads = new Map<string, string | undefined>()
    for (const segment of await listSegments(session, { bucket: segmentsContainer(container), prefix: '' }, { path: container })) {
      const [, object = '', id] = /^(.*)\/([^/]+)\/\d+$/s.exec(segment.key) ?? []
      if (!heads.has(object)) {
        const head = await headersOf(session, { bucket: container, key: object }, container, undefined)
        heads.set(object, head?.[SEGMENTS])
      }
      if (id === undefined || heads.get(object) !== id) stray.push(segment.key)
    }
    return stray
  } finally {
    session.close()
  }
}

/** Lets everything pass. */
const ANYTHING = {
  enter: async () => ({ done: () => {}, refused: () => {}, failed: () => {} }),
}
