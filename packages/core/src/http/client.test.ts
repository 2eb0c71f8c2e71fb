import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { readAll } from '../fs/bytes.js'
import { isFsError } from '../fs/error.js'
import { createHttpClient, type HttpClient, type HttpRequest } from './client.js'

const SETTINGS = { connectTimeout: 10_000, idleTimeout: 10_000, userAgent: 'check/1' }

async function serve(listener: RequestListener): Promise<{ readonly origin: string; readonly server: Server }> {
  const server = createServer(listener)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

async function client(settings = {}): Promise<HttpClient> {
  const made = await createHttpClient({ ...SETTINGS, ...settings })
  onTestFinished(made.close)
  return made
}

const get = (origin: string, target = '/'): HttpRequest => ({ method: 'GET', origin, target })

async function failure(work: Promise<unknown>): Promise<Error & { readonly kind?: string; readonly temporary?: boolean }> {
  return work.then(
    () => expect.fail('it should have failed'),
    (error) => error,
  )
}

test('the target is sent just as it stands, headers go and come as UTF-8', async () => {
  const { origin } = await serve((request, response) => {
    response.setHeader('x-seen', `${request.url} ${request.headers['user-agent']} ${request.headers['x-name']}`)
    response.end()
  })
  const answer = await (await client()).send({ ...get(origin, '/a/../b//c%2F?x=%20'), headers: { 'x-name': 'na\u{ef}ve \u{65e5}' } })
  await answer.whole(0)
  expect(answer.headers['x-seen']).toBe('/a/../b//c%2F?x=%20 check/1 na\u{ef}ve \u{65e5}')
})

test('credentials follow a redirect within the origin, and to no other one', async () => {
  const told: (string | undefined)[] = []
  const tell: RequestListener = (request, response) => {
    told.push(`${request.headers['x-auth-token']} ${request.headers['x-plain']}`)
    response.end()
  }
  const other = await serve(tell)
  const { origin } = await serve((request, response) => {
    if (request.url === '/here') tell(request, response)
    else response.writeHead(302, { location: request.url === '/in' ? '/here' : `${other.origin}/there` }).end()
  })
  const http = await client()
  const headers = { credentials: { 'x-auth-token': 'secret' }, headers: { 'x-plain': 'plain' } }
  for (const target of ['/in', '/out']) await (await http.send({ ...get(origin, target), ...headers })).whole(0)
  expect(told).toEqual(['secret plain', 'undefined plain'])
})

test('what a person set goes to the origin that was asked, and not to where it redirects', async () => {
  const told: unknown[] = []
  const tell: RequestListener = ({ url, headers }, response) => {
    told.push([url, headers['x-key'], headers['x-load']])
    response.end()
  }
  const back: { origin?: string } = {}
  const other = await serve((request, response) => {
    if (request.url === '/bounce') response.writeHead(302, { location: `${back.origin}/back` })
    tell(request, response)
  })
  const { origin } = await serve((request, response) => {
    if (request.url === '/in') response.writeHead(302, { location: '/here' })
    if (request.url === '/out') response.writeHead(302, { location: `${other.origin}/there` })
    if (request.url === '/round') response.writeHead(307, { location: `${other.origin}/bounce` })
    tell(request, response)
  })
  back.origin = origin
  const http = await client({ headers: { always: { 'x-key': 'secret' }, download: { 'x-load': 'secret' } } })
  for (const target of ['/in', '/out', '/round']) await (await http.send({ ...get(origin, target), content: 'download' })).whole(0)
  const withKeys = ['secret', 'secret']
  const without = [undefined, undefined]
  expect(told).toEqual([
    ['/in', ...withKeys],
    ['/here', ...withKeys],
    ['/out', ...withKeys],
    ['/there', ...without],
    ['/round', ...withKeys],
    ['/bounce', ...without],
    ['/back', ...without],
  ])
})

test('a redirect without end is given up, one of a write is not followed', async () => {
  let requests = 0
  const { origin } = await serve((_request, response) => {
    requests++
    response.writeHead(302, { location: '/again' }).end()
  })
  const http = await client()
  expect(await failure(http.send(get(origin)))).toMatchObject({ kind: 'unexpected' })
  expect(requests).toBe(6)
  const answer = await http.send({ ...get(origin), method: 'PUT', body: Buffer.from('x') })
  expect(answer.status).toBe(302)
  answer.discard()
})

test('a body that ends before its promised length is unavailable', async () => {
  const { origin } = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('short', () => response.socket?.destroy())
  })
  const answer = await (await client()).send(get(origin))
  expect(await failure(readAll(answer.body))).toMatchObject({ kind: 'unavailable', temporary: true })
})

test('bodies of errors and headers are bounded', async () => {
  const { origin } = await serve((request, response) => {
    if (request.url === '/headers') response.setHeader('x-long', 'x'.repeat(100_000))
    response.end('y'.repeat(300_000))
  })
  const http = await client()
  expect((await (await http.send(get(origin))).text(1000)).length).toBe(1000)
  expect(await failure((await http.send(get(origin))).whole(1000))).toMatchObject({ kind: 'unexpected' })
  expect(await failure(http.send(get(origin, '/headers')))).toMatchObject({ kind: 'unexpected', temporary: false })
})

test('a request body is streamed, and its own failure is that of the request', async () => {
  const { origin } = await serve((request, response) => {
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
    })
    request.on('end', () => response.end(String(size)))
  })
  const http = await client()
  async function* body(error?: Error) {
    for (let at = 0; at < 50; at++) yield Buffer.alloc(100_000)
    if (error !== undefined) throw error
  }
  const put = { ...get(origin), method: 'PUT' } as const
  expect(await (await http.send({ ...put, body: body() })).text(100)).toBe('5000000')
  const broken = new Error('the source broke off')
  expect((await failure(http.send({ ...put, body: body(broken) }))).cause).toBe(broken)
})

test('an answer that comes before the body is sent ends the sending', async () => {
  let isOver = false
  const { origin } = await serve((_request, response) => response.writeHead(401).end('no'))
  async function* endless() {
    try {
      for (;;) yield Buffer.alloc(100_000)
    } finally {
      isOver = true
    }
  }
  const answer = await (await client()).send({ ...get(origin), method: 'PUT', body: endless() })
  expect([answer.status, await answer.text(10)]).toEqual([401, 'no'])
  await expect.poll(() => isOver).toBe(true)
})

test('an abort rejects with its reason: before, while it waits for an answer, and in a body', async () => {
  const { origin } = await serve((request, response) => {
    if (request.url === '/body') response.writeHead(200, { 'content-length': 100 }).write('begun')
  })
  const http = await client()
  const reason = { not: 'an error' }
  expect(await failure(http.send({ ...get(origin), signal: AbortSignal.abort(reason) }))).toBe(reason)

  const waiting = new AbortController()
  const sent = failure(http.send({ ...get(origin), signal: waiting.signal }))
  setTimeout(() => waiting.abort(reason), 20)
  expect(await sent).toBe(reason)

  const reading = new AbortController()
  const answer = await http.send({ ...get(origin, '/body'), signal: reading.signal })
  const rest = failure(readAll(answer.body))
  setTimeout(() => reading.abort(reason), 20)
  expect(await rest).toBe(reason)
})

test('an abort after all was sent waits for the answer as long as it is told to', async () => {
  const { origin } = await serve((request, response) => {
    if (request.url === '/slow') return
    request.resume().on('end', () => setTimeout(() => response.end('done'), 100))
  })
  const http = await client()
  const put = async (target: string, grace: number) => {
    const stop = new AbortController()
    const sent = http.send({ ...get(origin, target), method: 'PUT', body: Buffer.from('x'), signal: stop.signal, grace })
    setTimeout(() => stop.abort('enough'), 40)
    return (await sent).text(10)
  }
  expect(await put('/', 5_000)).toBe('done')
  expect(await failure(put('/slow', 50))).toBe('enough')
})

test('silence is unavailable, but not while the consumer or the source takes its time', async () => {
  const { origin } = await serve((request, response) => {
    if (request.method === 'PUT') request.resume().on('end', () => response.end('done'))
    else if (request.url === '/long') response.end(Buffer.alloc(4_000_000))
  })
  const http = await client({ idleTimeout: 80 })
  expect(await failure(http.send(get(origin)))).toMatchObject({ kind: 'unavailable', temporary: true })

  const pause = () => new Promise((resume) => setTimeout(resume, 300))
  const answer = await http.send(get(origin, '/long'))
  let size = 0
  for await (const chunk of answer.body) {
    if (size === 0) await pause()
    size += chunk.byteLength
  }
  expect(size).toBe(4_000_000)

  async function* slow() {
    yield Buffer.from('a')
    await pause()
    yield Buffer.from('b')
  }
  expect(await (await http.send({ ...get(origin), method: 'PUT', body: slow() })).text(10)).toBe('done')
})

test('a kept connection that the server has closed is no failure of the next request', async () => {
  let requests = 0
  const { origin } = await serve((request, response) => {
    requests++
    // The second request on a connection finds it closed, as after a timeout of the server.
    const seen = (request.socket as { seen?: boolean }).seen
    if (seen) return void request.socket.destroy()
    Object.assign(request.socket, { seen: true })
    response.end('ok')
  })
  const http = await client()
  for (let at = 0; at < 3; at++) expect(await (await http.send(get(origin))).text(10)).toBe('ok')
  expect(requests).toBe(5)
  // Nobody knows whether it was carried out: a second answer could be another one.
  expect(await failure(http.send({ ...get(origin), method: 'DELETE' }))).toMatchObject({ kind: 'unavailable' })
  expect(requests).toBe(6)
})

test('a host that does not exist or does not listen is told by name', async () => {
  const http = await client()
  const missing = await failure(http.send(get('http://host.invalid:1')))
  expect(isFsError(missing, 'unavailable')).toBe(true)
  expect(missing.message).toContain('host.invalid:1')
  const { origin, server } = await serve(() => {})
  server.close()
  expect(await failure(http.send(get(origin)))).toMatchObject({ kind: 'unavailable', temporary: true })
})

test('requests go by the proxy, except those to hosts that are left out', async () => {
  const seen: (string | undefined)[] = []
  const { origin } = await serve((request, response) => {
    seen.push(request.url)
    response.end()
  })
  const proxy = { http: origin, except: 'direct.invalid' }
  const http = await client({ proxy })
  await (await http.send(get('http://service.invalid', '/a?b'))).whole(0)
  expect(seen).toEqual(['http://service.invalid/a?b'])
  expect(await failure(http.send(get('http://direct.invalid')))).toMatchObject({ kind: 'unavailable' })
})
