import { type FsError, isFsError } from '@tranship/core/backend'
import type { Session } from './client.js'
import { refusal } from './errors.js'
import { encodedPlace, type ObjectPlace } from './key.js'

/** Bytes of the answer, which names what could not be removed. */
const LONGEST_ANSWER = 16 * 1024 ** 2

/** An object to be removed, and the path by which it is known. */
export interface Removal extends ObjectPlace {
  readonly path: string
}

export interface Removed<Item> {
  readonly item: Item
  readonly error?: FsError
}

/** Removes objects, a thousand with one request where the service can. One that is missing counts as removed. Each is answered for. */
export async function* bulkRemove<Item extends Removal>(
  session: Session,
  items: readonly Item[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Removed<Item>> {
  if (items.length === 0) return
  const { mostDeletes } = items.length === 1 ? { mostDeletes: 0 } : await session.capabilities()
  const room = Math.max(mostDeletes, 1000)
  for (let at = 0; at < items.length; at += room) {
    const some = items.slice(at, at + room)
    yield* mostDeletes === 0 ? await eachAlone(session, some, signal) : await atOnce(session, some, signal)
  }
}

interface BulkAnswer {
  readonly 'Response Status'?: string
  readonly 'Response Body'?: string
  /** Percent-encoded names and their statuses. */
  readonly Errors?: readonly (readonly [string, string])[]
}

async function atOnce<Item extends Removal>(
  session: Session,
  items: readonly Item[],
  signal: AbortSignal | undefined,
): Promise<readonly Removed<Item>[]> {
  const first = items[0]?.path ?? ''
  try {
    const { body } = await session.steadyRequest({
      method: 'POST',
      query: { 'bulk-delete': '' },
      headers: { 'content-type': 'text/plain', accept: 'application/json' },
      body: Buffer.from(items.map((item) => `/${encodedPlace(item)}\n`).join('')),
      path: first,
      signal,
      limit: LONGEST_ANSWER,
    })
    const answer = answerOf(body.toString())
    if (answer === undefined) return eachAlone(session, items, signal) // it was taken for something else
    const refused = new Map((answer.Errors ?? []).map(([name, status]) => [decoded(name), status]))
    const status = Number.parseInt(answer['Response Status'] ?? '', 10)
    const isWhole = status < 300 || refused.size > 0
    return items.map((item) => {
      const own = refused.get(`/${item.bucket}/${item.key}`)
      if (own !== undefined) return ofStatus(item, own, '')
      return isWhole ? { item } : ofStatus(item, String(status), answer['Response Body'] ?? '')
    })
  } catch (error) {
    if (!isFsError(error)) throw error
    return items.map((item) => ({ item, error }))
  }
}

/** JSON, perhaps after white space that kept the connection alive. */
function answerOf(text: string): BulkAnswer | undefined {
  try {
    const answer: BulkAnswer | undefined = JSON.parse(text.trim())
    return answer?.['Response Status'] === undefined ? undefined : answer
  } catch {
    return undefined
  }
}

function ofStatus<Item extends Removal>(item: Item, status: string, text: string): Removed<Item> {
  const code = Number.parseInt(status, 10)
  if (code === 404) return { item }
  return { item, error: refusal(Number.isNaN(code) ? 500 : code, text || status, { path: item.path }) }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

async function eachAlone<Item extends Removal>(
  session: Session,
  items: readonly Item[],
  signal: AbortSignal | undefined,
): Promise<readonly Removed<Item>[]> {
  return Promise.all(
    items.map(async (item) => {
      const { bucket, key, path } = item
      try {
        await session.steadyRequest({ method: 'DELETE', place: { bucket, key }, path, signal })
        return { item }
      } catch (error) {
        if (!isFsError(error)) throw error
        return error.kind === 'not-found' ? { item } : { item, error }
      }
    }),
  )
}
