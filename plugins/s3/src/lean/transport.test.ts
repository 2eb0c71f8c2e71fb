import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { Readable } from 'node:stream'
import type { HttpSettings } from '@tranship/core/backend'
import { expect, onTestFinished, test } from 'vitest'
import { createTransport, type WireRequest } from './transport.js'

async function listening(listener: RequestListener): Promise<{ server: Server; origin: string }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** A proxy that keeps what it was asked for, by a tunnel or without. */
async function proxy(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const { server, origin } = await listening((request, response) => {
    asked.push(request.url ?? '')
    request.pipe(
      httpRequest(request.url ?? '', { method: request.method, headers: request.headers }, (upstream) => upstream.pipe(response)),
    )
  })
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '')
    const [host, port] = (request.url ?? '').split(':')
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    for (const end of [socket, upstream]) end.on('error', () => {})
    onTestFinished(() => void upstream.destroy())
  })
  return { url: origin, asked }
}

async function send(origin: string, changes: Partial<HttpSettings> = {}, request: Partial<WireRequest> = {}) {
  const transport = await createTransport({ connectTimeout: 10_000, idleTimeout: 10_000, userAgent: 'test', ...changes })
  onTestFinished(() => transport.close())
  const plain = { method: 'GET', target: '/a', headers: {}, body: undefined, signal: undefined, limit: 100, streams: false } as const
  return transport.send({ origin, ...plain, ...request })
}

test('a proxy is asked for the hosts that it is for', async () => {
  const { origin } = await listening((_request, response) => response.end('text'))
  const { url, asked } = await proxy()
  expect(await send(origin, { proxy: { http: url } })).toMatchObject({ status: 200, body: Buffer.from('text') })
  expect(asked).toEqual([expect.stringContaining(new URL(origin).host)])
  expect(await send(origin, { proxy: { http: url, except: '127.0.0.1' } })).toMatchObject({ status: 200 })
  expect(await send(origin, { proxy: { https: url } })).toMatchObject({ status: 200 })
  expect(asked).toHaveLength(1)
})

test('silence ends a request, before the answer and within it', async () => {
  const { origin } = await listening((request, response) => {
    if (request.url === '/b') response.writeHead(200, { 'content-length': '10' }).write('abc')
  })
  await expect(send(origin, { idleTimeout: 50 })).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  const { body } = await send(origin, { idleTimeout: 50 }, { target: '/b', streams: true })
  await expect((body as Readable).toArray()).rejects.toMatchObject({ code: 'ETIMEDOUT' })
})

test('a body that is left ends its connection, and nothing else', async () => {
  const gone: string[] = []
  const { origin } = await listening((request, response) => {
    response.on('close', () => gone.push(`${request.url} ${response.writableFinished}`))
    response.writeHead(200).write('abc')
    if (request.url !== '/endless') response.end()
  })
  const { body } = await send(origin, {}, { target: '/endless', streams: true })
  expect(body).toBeInstanceOf(Readable)
  for await (const chunk of body as Readable) {
    expect(String(chunk)).toBe('abc')
    break
  }
  await expect.poll(() => gone).toEqual(['/endless false'])
  expect(await send(origin)).toMatchObject({ status: 200 })
})

test('there are as many connections as requests at a time, and each serves one after the other', async () => {
  const { server, origin } = await listening((request, response) => {
    request.resume().on('end', () => setTimeout(() => response.end('text'), 10))
  })
  const connections = new Set<unknown>()
  server.on('connection', (connection) => connections.add(connection))
  const transport = await createTransport({ connectTimeout: 10_000, idleTimeout: 10_000, userAgent: 'test' })
  onTestFinished(() => transport.close())
  const put = () =>
    transport.send({
      origin,
      method: 'PUT',
      target: '/a',
      headers: {},
      body: Buffer.from('b'),
      signal: undefined,
      limit: 100,
      streams: false,
    })
  const worker = async () => {
    for (let number = 0; number < 5; number++) expect((await put()).status).toBe(200)
  }
  await Promise.all([worker(), worker(), worker()])
  expect(connections.size).toBe(3)
})

test('a connection whose request was cut off serves the next one', async () => {
  const { origin } = await listening((request, response) => {
    if (request.url === '/b') response.end('text')
  })
  const transport = await createTransport({ connectTimeout: 10_000, idleTimeout: 10_000, userAgent: 'test' })
  onTestFinished(() => transport.close())
  const plain = { origin, method: 'GET', headers: {}, body: undefined, limit: 100, streams: false } as const
  const stop = new AbortController()
  const cut = transport.send({ ...plain, target: '/a', signal: stop.signal })
  setTimeout(() => stop.abort(new Error('not wanted')), 50)
  await expect(cut).rejects.toThrow('not wanted')
  expect(await transport.send({ ...plain, target: '/b', signal: undefined })).toMatchObject({ status: 200, body: Buffer.from('text') })
})
