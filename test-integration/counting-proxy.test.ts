import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { Fault } from '@tranship/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { type CountingProxy, startCountingProxy } from './harness/counting-proxy.js'

const BODY = Buffer.from('0123456789')
const FLIPPED = Buffer.from('0023456789')

/** A service that answers with the body it got, once it has all of it; and the bodies that came whole. */
async function startEcho(): Promise<{ readonly proxy: CountingProxy; readonly received: string[] }> {
  const received: string[] = []
  const server = createServer(async (request, response) => {
    const body = await buffer(request).catch(() => undefined)
    if (body === undefined) return
    received.push(body.toString())
    response.end(body)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { proxy: await startCountingProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), received }
}

async function post({ endpoint }: CountingProxy, signal?: AbortSignal): Promise<{ status: number; retryAfter?: string; body: string }> {
  const outgoing = httpRequest(endpoint, {
    method: 'POST',
    agent: false,
    headers: { 'content-length': BODY.byteLength },
    ...(signal && { signal }),
  }).end(BODY)
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  const retryAfter = answer.headers['retry-after']
  return { status: answer.statusCode ?? 0, ...(retryAfter !== undefined && { retryAfter }), body: (await buffer(answer)).toString() }
}

test('passes on what it is not told to disturb', async () => {
  const { proxy, received } = await startEcho()
  expect(await post(proxy)).toEqual({ status: 200, body: `${BODY}` })
  expect(received).toEqual([`${BODY}`])
  expect(proxy.faults.met()).toBe(0)
})

test.each<[Fault, Partial<Awaited<ReturnType<typeof post>>>, readonly string[]]>([
  [{ answer: 503, retryAfter: '3' }, { status: 503, retryAfter: '3' }, []],
  [{ answer: 429 }, { status: 429 }, []],
  [{ delay: 20 }, { status: 200, body: `${BODY}` }, [`${BODY}`]],
  [{ corruptRequest: 1 }, { status: 200, body: `${FLIPPED}` }, [`${FLIPPED}`]],
  [{ corruptAnswer: 1 }, { status: 200, body: `${FLIPPED}` }, [`${BODY}`]],
])('%o is answered, and the next request is not disturbed', async (fault, answer, seen) => {
  const { proxy, received } = await startEcho()
  proxy.faults.next(fault)
  expect(await post(proxy)).toMatchObject(answer)
  expect(received).toEqual(seen)
  expect(proxy.faults.met()).toBe(1)
  expect(await post(proxy)).toEqual({ status: 200, body: `${BODY}` })
})

test.each<[Fault, readonly string[]]>([
  [{ resetAfter: 0 }, []],
  [{ resetAfter: 5 }, []],
  [{ lose: true }, [`${BODY}`]],
  [{ cutAfter: 5 }, [`${BODY}`]],
])('%o breaks the connection', async (fault, seen) => {
  const { proxy, received } = await startEcho()
  proxy.faults.next(fault)
  await expect(post(proxy)).rejects.toMatchObject({ code: expect.stringMatching(/^(ECONNRESET|ERR_STREAM_PREMATURE_CLOSE)$/) })
  expect(received).toEqual(seen)
  expect(proxy.faults.met()).toBe(1)
})

test.each<[Fault, readonly string[]]>([
  [{ hold: true }, []],
  [{ stallAfter: 5 }, [`${BODY}`]],
])('%o is not answered to its end', async (fault, seen) => {
  const { proxy, received } = await startEcho()
  const stop = new AbortController()
  proxy.faults.next(fault)
  const answer = post(proxy, stop.signal)
  await expect(Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 200, 'nothing yet'))])).resolves.toBe('nothing yet')
  stop.abort()
  await expect(answer).rejects.toThrow()
  expect(received).toEqual(seen)
})
