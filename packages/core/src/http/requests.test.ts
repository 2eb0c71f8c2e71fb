import { describe, expect, test } from 'vitest'
import { plainContext } from '../backend/context.js'
import { FsError } from '../fs/error.js'
import type { HttpAnswer, HttpClient, HttpRequest } from './client.js'
import type { Limiter } from './limiter.js'
import { type Call, createRequests, type Service } from './requests.js'

const QUICK = { attempts: 3, firstDelay: 0, longestDelay: 0, longestRetryAfter: 0 }

/** An answer of a status and a text; `left` is told what became of its body. */
function answerOf(status: number, text = '', left: string[] = []): HttpAnswer {
  return {
    status,
    headers: { status: String(status) },
    body: (async function* () {
      yield Buffer.from(text)
    })(),
    whole: async () => Buffer.from(text),
    text: async () => {
      left.push(`${status} read`)
      return text
    },
    discard: () => void left.push(`${status} discarded`),
  }
}

/** Requests to a service that answers one after the other, with what was sent, and what the limiter was told. */
function requestsTo(answers: readonly (HttpAnswer | Error)[], own: Partial<Service<Call, string>> = {}) {
  const sent: HttpRequest[] = []
  const told: string[] = []
  const waiting = [...answers]
  const client: HttpClient = {
    send: async (request) => {
      sent.push(request)
      const answer = waiting.shift()
      if (answer === undefined) throw new Error('nobody answers')
      if (answer instanceof Error) throw answer
      return { ...answer, url: request.origin }
    },
    close: () => {},
  }
  const limiter: Limiter = {
    enter: async (use, bytes) => ({
      done: () => void told.push(`${use} of ${bytes} done`),
      refused: (after) => void told.push(`refused for ${after}`),
      failed: () => void told.push('failed'),
    }),
  }
  const requests = createRequests(plainContext(limiter, { retry: QUICK }), async () => client, {
    credential: async () => 'first',
    renewed: async () => 'second',
    request: ({ path }, credential) => ({
      method: 'GET',
      origin: 'http://service',
      target: `/${path}`,
      credentials: { token: credential },
    }),
    errorOf: async ({ status }, { path }) =>
      new FsError(status === 429 ? 'rate-limited' : status >= 500 ? 'unavailable' : 'not-found', `status ${status}`, { path }),
    ...own,
  })
  return { requests, sent, told }
}

const tokens = (sent: readonly HttpRequest[]) => sent.map(({ credentials }) => credentials?.token)

describe('createRequests', () => {
  test('sends a request with its credential, and gives its slot back', async () => {
    const { requests, sent, told } = requestsTo([answerOf(200, 'body')])
    const { status, body } = await requests.request({ path: 'a', use: 'upload', bytes: 7 })
    expect([status, body.toString(), told]).toEqual([200, 'body', ['upload of 7 done']])
    expect(sent).toMatchObject([{ target: '/a', content: 'upload', path: 'a', credentials: { token: 'first' } }])
  })

  test('asks once for another credential where the first is not taken', async () => {
    const left: string[] = []
    const { requests, sent } = requestsTo([answerOf(401, 'no', left), answerOf(200)])
    await requests.request({ path: 'a' })
    expect([tokens(sent), left]).toEqual([['first', 'second'], ['401 read']])
    const stubborn = requestsTo([answerOf(401), answerOf(401), answerOf(200)])
    await expect(stubborn.requests.request({ path: 'a' })).rejects.toThrow('status 401')
  })

  test('without another credential the refusal stands; where none can be had its body is let go', async () => {
    const none = requestsTo([answerOf(401), answerOf(200)], { renewed: async () => undefined })
    await expect(none.requests.request({ path: 'a' })).rejects.toThrow('status 401')
    const left: string[] = []
    const denied = new FsError('signed-out', 'log in again')
    const failing = requestsTo([answerOf(401, '', left)], { renewed: () => Promise.reject(denied) })
    await expect(failing.requests.request({ path: 'a' })).rejects.toBe(denied)
    expect(left).toEqual(['401 discarded'])
  })

  test('a status that is an answer is none of the errors', async () => {
    const { requests } = requestsTo([answerOf(308), answerOf(308)])
    expect((await requests.request({ path: 'a', answers: [308] })).headers).toEqual({ status: '308' })
    await expect(requests.request({ path: 'a' })).rejects.toThrow('status 308')
  })

  test.each([
    [429, 'refused for undefined'],
    [503, 'failed'],
    [404, 'request of 0 done'],
  ])('tells the limiter of the status %i', async (status, as) => {
    const { requests, told } = requestsTo([answerOf(status)])
    await expect(requests.request({ path: 'a' })).rejects.toMatchObject({ path: 'a' })
    expect(told).toEqual([as])
  })

  test('repeats a steady request, each time with a slot of its own', async () => {
    const { requests, told } = requestsTo([answerOf(503), answerOf(503), answerOf(200)])
    await requests.steadyRequest({ path: 'a' })
    expect(told).toEqual(['failed', 'failed', 'request of 0 done'])
  })

  test('the slot of an open request is its reader’s, and an abort sends nothing', async () => {
    const { requests, sent, told } = requestsTo([answerOf(200)])
    const { slot } = await requests.openRequest({ path: 'a', use: 'open' })
    expect(told).toEqual([])
    slot.done()
    const reason = new Error('enough')
    await expect(requests.request({ path: 'b', signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(sent).toHaveLength(1)
  })

  test('an atomic request goes without the signal', async () => {
    const { requests, sent } = requestsTo([answerOf(200), answerOf(200)])
    await requests.request({ path: 'a' })
    await requests.request({ path: 'a', atomic: true })
    expect(sent.map(({ signal }) => signal === undefined)).toEqual([false, true])
  })
})
