import { FsError } from '@tranship/core/backend'
import { expect, test } from 'vitest'
import type { Call, Session } from './client.js'
import { namePages } from './list-pages.js'
import type { Settings } from './settings.js'

/** A service with these names, which gives no more than `most` at a time. */
function service(names: readonly string[], most: number, refusesMore = false): { readonly session: Session; readonly calls: Call[] } {
  const calls: Call[] = []
  const answer = (call: Call) => {
    calls.push(call)
    const { limit, marker = '' } = call.query ?? {}
    if (refusesMore && Number(limit ?? 0) > most) {
      const cause = Object.assign(new Error('too many'), { status: 412 })
      throw new FsError('precondition-failed', 'Maximum limit is less', { cause })
    }
    const page = names.filter((name) => name > marker).slice(0, Math.min(Number(limit ?? most), most))
    return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(page.map((name) => ({ name, bytes: 1 })))) }
  }
  const settings = { listChunk: 10_000, listsUntilEmpty: false } as Partial<Settings>
  return { calls, session: { settings, steadyRequest: async (call: Call) => answer(call) } as Partial<Session> as Session }
}

async function listed(session: Session, limit?: number): Promise<string[]> {
  const found: string[] = []
  for await (const page of namePages(session, { bucket: 'box', prefix: '', path: 'box', ...(limit !== undefined && { limit }) })) {
    found.push(...page.map(({ name }) => name))
  }
  return found
}

const names = Array.from({ length: 2500 }, (_each, at) => String(at).padStart(5, '0'))

test('a service that gives fewer than it is asked for is asked on', async () => {
  const { session, calls } = service(names, 1000)
  expect(await listed(session)).toEqual(names)
  expect(calls).toHaveLength(3)
})

test('a service that refuses the number is asked without one, until nothing comes', async () => {
  const { session, calls } = service(names, 700, true)
  expect(await listed(session)).toEqual(names)
  expect(calls.map(({ query }) => query?.limit)).toEqual(['10000', undefined, undefined, undefined, undefined, undefined])
})

test('a short page is the last one', async () => {
  const { session, calls } = service(names.slice(0, 8), 1000)
  expect(await listed(session, 7)).toHaveLength(8)
  expect(calls).toHaveLength(2)
})

test('pages in circles, and names from elsewhere, are refused', async () => {
  const circling = { ...service(names, 10).session, steadyRequest: service(names, 10, false).session.steadyRequest }
  const stuck = { ...circling, steadyRequest: async (call: Call) => circling.steadyRequest({ ...call, query: { limit: '5' } }) }
  await expect(listed(stuck, 5)).rejects.toThrow(/circles/)
  const pages = namePages(service(names, 10).session, { bucket: 'box', prefix: 'd/', path: 'box' })
  await expect(pages.next()).rejects.toThrow(/not below "d\/"/)
})
