import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { withDefaults } from '@tranship/core'
import { bytesSource, type Fs, type FsErrorKind, type FsObject, fsPath, plainContext, readAll } from '@tranship/core/backend'
import { afterEach, expect, test } from 'vitest'
import s3 from './index.js'
import { OPTIONS } from './options.js'

/** Answers that no real server at hand can be brought to give. */
type Answer = (request: IncomingMessage, response: ServerResponse) => void

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

interface Double {
  readonly fs: Fs
  /** Method and target of each request, in order. */
  readonly requests: string[]
  /** How each slot of the limiter ended. */
  readonly slots: string[]
}

async function double(answer: Answer, changes: { readonly provider?: string; readonly list_version?: number } = {}): Promise<Double> {
  const requests: string[] = []
  const slots: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    request.resume().on('end', () => answer(request, response))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const context = plainContext({
    enter: async () => ({
      done: () => slots.push('done'),
      refused: (after) => slots.push(`refused ${after}`),
      failed: () => slots.push('failed'),
    }),
  })
  const options = {
    access_key_id: 'key',
    secret_access_key: 'secret',
    endpoint: `http://127.0.0.1:${port}`,
    no_check_bucket: true,
    ...changes,
  }
  return { fs: await s3.open(withDefaults(OPTIONS, options), context), requests, slots }
}

const xml =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/xml', ...headers }).end(body)
  }
const failure = (status: number, code: string, extra = '', headers: Record<string, string> = {}): Answer =>
  xml(status, `<Error><Code>${code}</Code><Message>words of the service</Message>${extra}</Error>`, headers)

const object: FsObject = { kind: 'object', path: fsPath('b/k'), size: 10 }
const list = async (fs: Fs): Promise<string[]> => {
  const paths: string[] = []
  for await (const page of fs.listAll?.(fsPath('b')) ?? fs.list(fsPath('b')))
    paths.push(...page.map((entry) => `${entry.kind} ${entry.path}`))
  return paths
}
const error = (work: Promise<unknown>): Promise<{ kind: FsErrorKind; message: string }> =>
  work.then(
    () => expect.fail('it did not fail'),
    (reason) => reason,
  )

test('a body that ends early is no body', async () => {
  const { fs, slots } = await double((_request, response) => {
    response.writeHead(200, { 'content-length': '10' })
    response.write('12345', () => response.destroy())
  })
  expect(await error(readAll(fs.open(object)))).toMatchObject({ kind: 'unavailable', path: 'b/k' })
  expect(slots).toEqual([])
})

test('another range than the one asked for is refused', async () => {
  const { fs } = await double((_request, response) => response.writeHead(206, { 'content-range': 'bytes 0-3/10' }).end('0123'))
  expect(await error(readAll(fs.open(object, { range: { start: 2, end: 6 } })))).toMatchObject({ kind: 'unexpected' })
  const whole = await double((_request, response) => response.writeHead(200, { 'content-length': '10' }).end('0123456789'))
  expect(await error(readAll(whole.fs.open(object, { range: { start: 2 } })))).toMatchObject({ kind: 'unexpected' })
  expect(Buffer.from(await readAll(whole.fs.open(object, { range: { start: 0, end: 20 } }))).toString()).toBe('0123456789')
})

const page = (inner: string): string => `<ListBucketResult><IsTruncated>true</IsTruncated>${inner}</ListBucketResult>`
const contents = (key: string, size = 1): string => `<Contents><Key>${key}</Key><Size>${size}</Size><ETag>"x"</ETag></Contents>`

test.each([
  ['the same token', 2, page(`${contents('a')}<NextContinuationToken>t</NextContinuationToken>`)],
  ['the same marker', 1, page(`${contents('a')}<NextMarker>a</NextMarker>`)],
  ['no token', 2, page(contents('a'))],
  ['nothing to go on from', 1, page('')],
])('a listing that never ends, with %s, is refused', async (_name, list_version, body) => {
  const { fs, requests } = await double(xml(200, body), { list_version })
  expect(await error(list(fs))).toMatchObject({ kind: 'unexpected' })
  expect(requests.length).toBeLessThan(5)
})

test('names outside of what was asked for are refused', async () => {
  const answer = `<ListBucketResult>${contents('other/x')}</ListBucketResult>`
  const { fs } = await double(xml(200, answer))
  const level = fs.list(fsPath('b/dir'))
  expect(await error(level[Symbol.asyncIterator]().next())).toMatchObject({
    kind: 'unexpected',
    message: expect.stringContaining('"other/x"'),
  })
})

test('a key that no path can show is named, and the rest is listed', async () => {
  const body = `<ListBucketResult><EncodingType>url</EncodingType>${contents('a%00b')}${contents('a%FFc')}${contents('z')}</ListBucketResult>`
  const { fs } = await double(xml(200, body))
  expect(await list(fs)).toEqual(['unreadable b/a\u{fffd}b', 'unreadable b/a\u{fffd}c', 'object b/z'])
})

test('an ETag that is another MD5 is a mismatch', async () => {
  const { fs } = await double((_request, response) => response.writeHead(200, { etag: '"900150983cd24fb0d6963f7d28e17f72"' }).end())
  expect(await error(fs.put(object.path, bytesSource(Buffer.from('abcd'))))).toMatchObject({ kind: 'mismatch' })
  expect((await fs.put(object.path, bytesSource(Buffer.from('abc')))).hashes?.md5).toBe('900150983cd24fb0d6963f7d28e17f72')
})

test.each([
  ['redirect', failure(301, 'PermanentRedirect', '<Endpoint>elsewhere</Endpoint>', { 'x-amz-bucket-region': 'eu-west-1' })],
  ['signature', failure(400, 'AuthorizationHeaderMalformed', '<Region>eu-west-1</Region>')],
])('the wrong region, told by a %s, names the right one', async (_name, answer) => {
  const { fs } = await double(answer)
  const message = 'incorrect region, the bucket is not in \'us-east-1\' region: set "region" to eu-west-1'
  const put = () => fs.put(object.path, bytesSource(Buffer.from('x')))
  for (const work of [() => list(fs), () => fs.stat(object.path), put, () => fs.remove(object)]) {
    expect(await error(work())).toMatchObject({ kind: 'denied', message })
  }
})

test('the reason of a HEAD that was refused is asked for once', async () => {
  const { fs, requests } = await double((request, response) => {
    if (request.method === 'HEAD') response.writeHead(403).end()
    else failure(403, 'ExpiredToken')(request, response)
  })
  expect(await error(fs.stat(object.path))).toMatchObject({ kind: 'signed-out' })
  expect(requests).toEqual(['HEAD /b/k', 'GET /b/k'])
})

test('a service that asks for less is heard, once for each request', async () => {
  const { fs, slots, requests } = await double(failure(503, 'SlowDown', '', { 'retry-after': '7' }))
  expect(await error(fs.stat(object.path))).toMatchObject({ kind: 'unavailable' })
  const put = fs.put(object.path, bytesSource(Buffer.from('x')))
  expect(await error(put)).toMatchObject({ kind: 'rate-limited', temporary: true, retryAfter: 7000 })
  expect(slots).toEqual(['failed', 'refused 7000'])
  expect(requests).toHaveLength(2)
})

test('a page of a listing is asked for again, not the listing', async () => {
  const answers = [
    xml(200, page('<NextMarker>k1</NextMarker><Contents><Key>k1</Key><Size>1</Size></Contents>')),
    failure(503, 'SlowDown'),
    xml(200, '<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>k2</Key><Size>1</Size></Contents></ListBucketResult>'),
  ]
  const { fs, slots, requests } = await double((request, response) => (answers.shift() as Answer)(request, response))
  expect(await list(fs)).toEqual(['object b/k1', 'object b/k2'])
  expect(slots).toEqual(['done', 'refused undefined', 'done'])
  expect(requests[2]).toBe(requests[1])
})

test('an answer that is no S3 is an error of the service', async () => {
  const { fs } = await double(xml(502, '<html>bad gateway'))
  expect(await error(fs.put(object.path, bytesSource(Buffer.from('x'))))).toMatchObject({ kind: 'unavailable' })
})

test('a condition goes only to a service that is known to hold to it', async () => {
  const seen: unknown[] = []
  const answer: Answer = ({ headers }, response) => {
    seen.push([headers['if-match'], headers['if-none-match']])
    response.writeHead(200, { etag: '"v2"' }).end()
  }
  const replaces = { ...object, version: 'v1' }
  for (const provider of ['Other', 'Ceph', 'AWS']) {
    const { fs } = await double(answer, { provider })
    await fs.put(object.path, bytesSource(Buffer.from('x')), { replaces })
    await fs.put(object.path, bytesSource(Buffer.from('x')), { replaces: 'nothing' })
  }
  expect(seen).toEqual([
    [undefined, undefined],
    [undefined, undefined],
    ['v1', undefined],
    [undefined, '*'],
    ['"v1"', undefined],
    [undefined, '*'],
  ])
})

test('opening sends nothing', async () => {
  const { fs, requests } = await double(failure(500, 'InternalError'))
  fs.list(fsPath('b'))
  fs.open(object)
  expect(requests).toEqual([])
})
