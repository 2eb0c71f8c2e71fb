import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, connect, type Server } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Authority, newAuthority } from './harness/certificates.js'
import { newUser, type User } from './harness/user.js'

/** No resolver knows it: only a proxy finds it. */
const HOST = 'service.test'
const SECRET = 'hunter2-hunter2'

let authority: Authority
beforeAll(() => {
  authority = newAuthority()
})

/** A service that has a file for `copyurl`, and for S3 a bucket with one key; and the requests that it got. */
function service(seen: IncomingMessage[]) {
  return (incoming: IncomingMessage, answer: ServerResponse) => {
    seen.push(incoming)
    incoming.resume()
    if (incoming.url?.startsWith('/file')) answer.end('content')
    else if (incoming.method === 'PUT') answer.setHeader('etag', '"5d41402abc4b2a76b9719d911017c592"').end()
    else answer.setHeader('content-type', 'application/xml').end(LISTING)
  }
}

const LISTING = `<?xml version="1.0"?><ListBucketResult><Name>bucket</Name><Prefix></Prefix><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>
<Contents><Key>key</Key><LastModified>2026-11-23T05:53:39.000Z</LastModified><ETag>"5d41402abc4b2a76b9719d911017c592"</ETag><Size>5</Size></Contents></ListBucketResult>`

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.close()
    if ('closeAllConnections' in server) (server.closeAllConnections as () => void)()
  })
  return (server.address() as AddressInfo).port
}

async function plainService() {
  const seen: IncomingMessage[] = []
  return { seen, port: await listen(createServer(service(seen))) }
}

async function secureService(more = {}) {
  const seen: IncomingMessage[] = []
  const { certificate: cert, key } = authority.sign(HOST)
  return { seen, port: await listen(createSecureServer({ cert, key, ...more }, service(seen))) }
}

/** A proxy that leads every host to the one of these ports that it is asked for, and notes the hosts. */
async function proxy(): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = []
  const server = createServer((incoming, answer) => {
    const url = new URL(incoming.url ?? '')
    asked.push(`${incoming.method} ${url.host}`)
    const onward = request({
      host: '127.0.0.1',
      port: url.port,
      path: `${url.pathname}${url.search}`,
      method: incoming.method,
      headers: incoming.headers,
    })
    onward.on('response', (from) => from.pipe(answer.writeHead(from.statusCode ?? 0, from.headers)))
    incoming.pipe(onward)
  })
  server.on('connect', (incoming, client) => {
    asked.push(`CONNECT ${incoming.url}`)
    const onward = connect(Number(incoming.url?.split(':')[1]), '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'))
    onward.on('error', () => client.destroy())
    client.on('error', () => onward.destroy())
    onward.pipe(client)
    client.pipe(onward)
  })
  return { url: `http://127.0.0.1:${await listen(server)}`, asked }
}

/** A user with a remote of S3 at the endpoint. */
function userOf(endpoint: string, more: Readonly<Record<string, string>> = {}): User {
  const user = newUser()
  user.configure({
    s3: { type: 's3', provider: 'Ceph', access_key_id: 'key', secret_access_key: SECRET, region: 'other-v4-signature', endpoint, ...more },
  })
  return user
}

describe('proxies that the environment names', () => {
  test('stand before S3 and before URLs, for http and for https', async () => {
    const [plain, secure, through] = [await plainService(), await secureService(), await proxy()]
    for (const [scheme, { port, seen }] of [['http', plain] as const, ['https', secure] as const]) {
      const user = userOf(`${scheme}://${HOST}:${port}`)
      user.env[`${scheme}_proxy`] = through.url
      const listed = await user.tranship('lsf', 's3:bucket', '--ca-cert', authority.file, '--low-level-retries', '1')
      expect(listed).toEqual({ code: 0, stdout: 'key\n', stderr: '' })
      const fetched = await user.tranship('copyurl', `${scheme}://${HOST}:${port}/file`, '-', '--ca-cert', authority.file)
      expect(fetched).toMatchObject({ code: 0, stdout: 'content' })
      expect(seen.length).toBeGreaterThanOrEqual(2)
      const begin = scheme === 'http' ? 'GET' : 'CONNECT'
      expect(through.asked.splice(0)).toEqual(expect.arrayContaining([`${begin} ${HOST}:${port}`]))
    }
  })

  test('do not stand before this machine, nor before what NO_PROXY names', async () => {
    const [{ port }, through] = [await plainService(), await proxy()]
    const user = userOf(`http://127.0.0.1:${port}`)
    Object.assign(user.env, { HTTP_PROXY: through.url, NO_PROXY: '.test' })
    expect(await user.tranship('lsf', 's3:bucket')).toMatchObject({ code: 0, stdout: 'key\n' })
    expect(await user.tranship('copyurl', `http://127.0.0.1:${port}/file`, '-')).toMatchObject({ code: 0, stdout: 'content' })
    expect((await user.tranship('copyurl', `http://${HOST}:${port}/file`, '-')).stderr).toContain(`there is no host ${HOST}`)
    expect(through.asked).toEqual([])
    expect(await user.tranship('copyurl', `http://127.0.0.1:${port}/file`, '-', '--http-proxy', through.url)).toMatchObject({ code: 0 })
    expect(through.asked).toEqual([`GET 127.0.0.1:${port}`])
  })
})

describe('certificates', () => {
  const commands = (port: number) => [
    ['lsf', 's3:bucket', '--low-level-retries', '1'],
    ['copyurl', `https://localhost:${port}/file`, '-'],
  ]

  test('one that nobody trusts is refused by name, unless its authority is trusted, or none is asked for', async () => {
    const seen: IncomingMessage[] = []
    const { certificate: cert, key } = authority.sign('localhost')
    const port = await listen(createSecureServer({ cert, key }, service(seen)))
    const user = userOf(`https://localhost:${port}`)
    for (const command of commands(port)) {
      const refused = await user.tranship(...command)
      expect(refused.code, command.join(' ')).not.toBe(0)
      expect(refused.stderr).toMatch(/certificate/)
      expect(seen).toEqual([])
      for (const flags of [['--ca-cert', authority.file], ['--no-check-certificate']]) {
        expect(await user.tranship(...command, ...flags), command.join(' ')).toMatchObject({ code: 0 })
      }
      seen.length = 0
    }
  })

  test('of this program are shown to a server that asks for one', async () => {
    const { certificate: cert, key } = authority.sign('localhost')
    const port = await listen(
      createSecureServer({ cert, key, ca: authority.certificate, requestCert: true, rejectUnauthorized: true }, service([])),
    )
    const user = userOf(`https://localhost:${port}`)
    const own = authority.sign('program.test')
    const shown = ['--ca-cert', authority.file, '--client-cert', own.file, '--client-key', own.keyFile]
    for (const command of commands(port)) {
      expect((await user.tranship(...command, '--ca-cert', authority.file)).code).not.toBe(0)
      expect(await user.tranship(...command, ...shown), command.join(' ')).toMatchObject({ code: 0 })
    }
  })

  test('what is wrong with the files is said before anything is asked', async () => {
    const user = newUser()
    expect((await user.tranship('lsf', '.', '--ca-cert', 'missing.pem')).stderr).toContain('--ca-cert: the file cannot be read')
    expect((await user.tranship('lsf', '.', '--client-cert', authority.file)).stderr).toContain(
      '--client-cert and --client-key go together',
    )
  })
})

describe('headers', () => {
  test('of a person go with every request, those of uploads with uploads alone, and the program has the name it is given', async () => {
    const { seen, port } = await plainService()
    const user = userOf(`http://127.0.0.1:${port}`)
    const flags = [
      '--header',
      'X-Always: a b',
      '--header-upload',
      'Cache-Control: no-cache',
      '--header-download',
      'X-Down: 1',
      '--user-agent',
      'me/1',
    ]
    expect(await user.feed('hello', 'rcat', 's3:bucket/key', ...flags)).toMatchObject({ code: 0 })
    expect(await user.tranship('copyurl', `http://127.0.0.1:${port}/file`, '-', ...flags)).toMatchObject({ code: 0 })
    for (const { headers } of seen) expect(headers).toMatchObject({ 'x-always': 'a b', 'user-agent': 'me/1' })
    const upload = seen.find(({ method }) => method === 'PUT')
    expect(upload?.headers).toMatchObject({ 'cache-control': 'no-cache' })
    expect(upload?.headers.authorization).toContain('cache-control')
    expect(seen.filter(({ headers }) => headers['cache-control'] !== undefined)).toEqual([upload])
  })

  test('that are none are refused, and what they hold is not told', async () => {
    const { code, stderr } = await newUser().tranship('lsf', '.', '--header', SECRET)
    expect(code).not.toBe(0)
    expect(stderr).toContain('--header: this is no header')
    expect(stderr).not.toContain(SECRET)
  })
})

test('--dump tells of requests and answers, in the log file, and of no secret', async () => {
  const { port } = await plainService()
  const user = userOf(`http://127.0.0.1:${port}`)
  const log = join(user.folder, 'log')
  const listed = await user.tranship('lsf', 's3:bucket', '--dump', 'bodies', '--log-file', log, '--header', `X-Api-Key: ${SECRET}`)
  expect(listed).toEqual({ code: 0, stdout: 'key\n', stderr: '' })
  const url = `http://me:${SECRET}@127.0.0.1:${port}/file?X-Amz-Signature=${SECRET}`
  expect((await user.tranship('copyurl', url, '-', '--dump', 'bodies', '--log-file', log)).code).toBe(0)
  const text = (await user.tranship('cat', log)).stdout
  expect(text).toContain('<Key>key</Key>')
  expect(text).toContain('authorization: REDACTED')
  expect(text).toContain('X-Amz-Signature=REDACTED')
  expect(text).toMatch(/DEBUG : HTTP 200/)
  expect(text).not.toContain(SECRET)
  expect(text).not.toContain(Buffer.from(`me:${SECRET}`).toString('base64'))
})
