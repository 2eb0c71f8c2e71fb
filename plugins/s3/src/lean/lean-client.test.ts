import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer, text } from 'node:stream/consumers'
import type { S3 } from '@aws-sdk/client-s3'
import { withDefaults } from '@tranship/core'
import { plainContext } from '@tranship/core/backend'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createClient } from '../client/client.js'
import { settingsOf } from '../client/settings.js'
import { OPTIONS } from '../options.js'
import { LeanS3 } from './lean-client.js'

interface Recorded {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A service that gives one answer and keeps what it was asked; and both clients of it. */
async function service(answer: Answer, region = 'us-east-1'): Promise<{ lean: S3; sdk: S3; asked: Recorded[] }> {
  const asked: Recorded[] = []
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://x')
    const { 'x-id': _, ...query } = Object.fromEntries(url.searchParams)
    const path = (request.url ?? '').split('?')[0] ?? ''
    asked.push({ method: request.method ?? '', path, query, headers: headersOf(request), body: await text(request) })
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const options = { access_key_id: 'key', secret_access_key: 'secret', session_token: 'token', region, provider: 'Ceph' }
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { http } = plainContext({ enter: async () => ({ done: () => {}, refused: () => {}, failed: () => {} }) })
  const clientOf = (sdk_only: boolean) => createClient(settingsOf(withDefaults(OPTIONS, { ...options, endpoint, sdk_only }), 'test'), http)
  const [lean, sdk] = await Promise.all([clientOf(false), clientOf(true)])
  onTestFinished(() => {
    lean.destroy()
    sdk.destroy()
    server.close()
    server.closeAllConnections()
  })
  return { lean, sdk, asked }
}

/** Those that matter to the service: not what names the program, the moment and the connection. */
function headersOf({ headers }: IncomingMessage): Record<string, unknown> {
  const passing =
    /^(?:host|connection|authorization|date|user-agent|accept|amz-sdk-.*|x-amz-user-agent|x-amz-date|content-length|transfer-encoding)$/
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !passing.test(name)))
}

const answering =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, headers).end(body)
  }

const at = { Bucket: 'bucket', Key: "a key/with ü, + & %2F, 'quotes' (and) *stars*!" }
const OBJECT = {
  etag: '"900150983cd24fb0d6963f7d28e17f72"',
  'last-modified': 'Wed, 28 Mar 2007 01:29:59 GMT',
  'content-type': 'text/plain',
  'cache-control': 'no-cache',
  'x-amz-meta-mtime': '1.5',
  'x-amz-meta-color': 'blue',
  'x-amz-storage-class': 'STANDARD_IA',
  'x-amz-version-id': 'v1',
  'x-amz-server-side-encryption': 'aws:kms',
  'x-amz-server-side-encryption-bucket-key-enabled': 'true',
  'x-amz-tagging-count': '2',
}
const PAGE = `<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bucket</Name><Prefix>p/</Prefix>
  <IsTruncated>true</IsTruncated><EncodingType>url</EncodingType><NextMarker>p/z</NextMarker><NextContinuationToken>t&amp;1</NextContinuationToken>
  <Contents><Key>p/a+b%20c</Key><LastModified>2026-01-02T03:04:05.678Z</LastModified><ETag>&quot;abc&quot;</ETag><Size>12</Size></Contents>
  <Contents><Key>p/&#228;&lt;</Key><LastModified>2026-01-02T03:04:05.678Z</LastModified><ETag>"d"</ETag><Size>0</Size></Contents>
  <CommonPrefixes><Prefix>p/dir/</Prefix></CommonPrefixes></ListBucketResult>`
const COPIED = '<CopyObjectResult><LastModified>2026-01-02T03:04:05.678Z</LastModified><ETag>"abc"</ETag></CopyObjectResult>'
const DELETED =
  '<DeleteResult><Deleted><Key>a&amp;b</Key></Deleted><Error><Key>c</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>'

const Body = Buffer.from('abc')
const fields = {
  ContentType: 'text/plain',
  CacheControl: 'no-cache',
  Metadata: { Color: 'blue', mtime: '1.5' },
  ACL: 'private',
  StorageClass: 'STANDARD_IA',
} as const
const OPERATIONS: readonly [name: string, answer: Answer, ask: (s3: S3) => Promise<object>][] = [
  [
    'put',
    answering(200, '', OBJECT),
    (s3) => s3.putObject({ ...at, ...fields, Body, ContentLength: 3, ContentMD5: 'kAFQmDzST7DWlj99KOF/cg==', IfNoneMatch: '*' }),
  ],
  ['put of nothing', answering(200, '', OBJECT), (s3) => s3.putObject({ ...at, Body: new Uint8Array(), ContentType: 'a/b' })],
  [
    'part',
    answering(200, '', OBJECT),
    (s3) => s3.uploadPart({ ...at, Body, PartNumber: 7, UploadId: 'an+id', ContentMD5: 'kAFQmDzST7DWlj99KOF/cg==' }),
  ],
  ['head', answering(200, '', { ...OBJECT, 'content-length': '3' }), (s3) => s3.headObject(at)],
  ['delete', answering(204, ''), (s3) => s3.deleteObject({ ...at, IfMatch: '"x"' })],
  [
    'copy',
    answering(200, COPIED),
    (s3) => s3.copyObject({ ...at, CopySource: 'b/k', MetadataDirective: 'REPLACE', Metadata: { a: 'b' }, ContentType: 'a/b' }),
  ],
  [
    'list 1',
    answering(200, PAGE),
    (s3) => s3.listObjects({ Bucket: 'bucket', Prefix: 'p/ +', Marker: 'm', MaxKeys: 9, EncodingType: 'url', Delimiter: '/' }),
  ],
  [
    'list 2',
    answering(200, PAGE),
    (s3) => s3.listObjectsV2({ Bucket: 'bucket', Prefix: 'p/', ContinuationToken: 't=/+', StartAfter: 'ü', MaxKeys: 9 }),
  ],
]

/** The members that are read by this plugin: a listing of the SDK tells more. */
function told(name: string, { $metadata: _, ...answer }: { readonly $metadata?: unknown }): object {
  if (!name.startsWith('list')) return answer
  const { Contents, CommonPrefixes, EncodingType, IsTruncated, NextMarker, NextContinuationToken } = answer as Record<string, unknown>
  const members = { Contents, CommonPrefixes, EncodingType, IsTruncated }
  return name === 'list 1' ? { ...members, NextMarker } : { ...members, NextContinuationToken }
}

describe.each(['us-east-1', 'other-v2-signature'])('the lean client asks and answers as the SDK does, region %s', (region) => {
  test.each(OPERATIONS)('%s', async (name, answer, ask) => {
    const { lean, sdk, asked } = await service(answer, region)
    expect(lean).toBeInstanceOf(LeanS3)
    const [mine, theirs] = [await ask(lean), await ask(sdk)]
    expect(told(name, mine)).toMatchObject(told(name, theirs))
    const [byLean, bySdk] = asked as [Recorded, Recorded]
    const { 'x-amz-content-sha256': _lean, ...leanHeaders } = byLean.headers
    const { 'x-amz-content-sha256': _sdk, ...sdkHeaders } = bySdk.headers
    expect({ ...byLean, headers: leanHeaders }).toEqual({ ...bySdk, path: bySdk.path.replace(/\/$/, ''), headers: sdkHeaders })
  })
})

test('get: the body and its fields', async () => {
  const { lean, sdk, asked } = await service(answering(206, 'abc', { ...OBJECT, 'content-range': 'bytes 1-3/9', 'content-length': '3' }))
  const answers = await Promise.all([lean, sdk].map((s3) => s3.getObject({ ...at, Range: 'bytes=1-3', IfMatch: '"x"' })))
  const bodies = await Promise.all(answers.map(({ Body }) => Body?.transformToString()))
  expect(bodies).toEqual(['abc', 'abc'])
  const [mine, theirs] = answers.map(({ Body: _, $metadata: _m, ...fields }) => fields)
  expect(mine).toEqual(theirs)
  expect(asked[0]?.headers).toMatchObject({ range: 'bytes=1-3', 'if-match': '"x"' })
})

test('deletion of many: the keys are named, and those that stay', async () => {
  const { lean, asked } = await service(answering(200, DELETED))
  const answer = await lean.deleteObjects({ Bucket: 'bucket', Delete: { Objects: [{ Key: 'a&b' }, { Key: 'c' }] } })
  expect(answer).toMatchObject({ Deleted: [{ Key: 'a&b' }], Errors: [{ Key: 'c', Code: 'AccessDenied', Message: 'no' }] })
  expect(asked[0]).toMatchObject({
    method: 'POST',
    query: { delete: '' },
    body: expect.stringContaining('<Object><Key>a&amp;b</Key></Object>'),
  })
  expect(asked[0]?.headers['content-md5']).toMatch(/==$/)
})

const REFUSALS: readonly [string, Answer][] = [
  ['with a code', answering(403, '<Error><Code>AccessDenied</Code><Message>no</Message><Region>eu-west-1</Region></Error>')],
  ['with a page of a gateway', answering(502, '<html><body>bad gateway')],
  ['without a body', answering(404, '')],
  ['after a good beginning', answering(200, '<?xml version="1.0"?>\n<Error><Code>InternalError</Code><Message>sorry</Message></Error>')],
]
test.each(REFUSALS)('a refusal %s is the error of the SDK', async (_name, answer) => {
  const { lean, sdk } = await service(answer)
  const [mine, theirs] = await Promise.all(
    [lean, sdk].map((s3) =>
      s3.copyObject({ ...at, CopySource: 'b/k' }).then(
        () => expect.fail('no error'),
        (error) => error,
      ),
    ),
  )
  const codeOf = (error: { Code?: string; name: string }) => error.Code ?? error.name
  expect(mine.$metadata.httpStatusCode >= 500).toBe(theirs.$metadata.httpStatusCode >= 500)
  if (theirs.Code !== undefined)
    expect({ code: codeOf(mine), message: mine.message, region: mine.Region }).toEqual({
      code: codeOf(theirs),
      message: theirs.message,
      region: theirs.Region,
    })
})

test('no redirect is followed, to wherever it leads', async () => {
  const { lean, asked } = await service(answering(307, '', { location: 'http://127.0.0.1:9/elsewhere' }))
  await expect(lean.headObject(at)).rejects.toMatchObject({ $metadata: { httpStatusCode: 307 } })
  expect(asked).toHaveLength(1)
})

test('an answer without end is cut off', async () => {
  const { lean } = await service((_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(1024 ** 2, ' ')));
    }
    response.on('drain', more).writeHead(200)
    more()
  })
  await expect(lean.listObjectsV2({ Bucket: 'bucket', MaxKeys: 1 })).rejects.toThrow(/the answer is longer than \d+ bytes/)
})

test('headers without end are refused', async () => {
  const { lean } = await service(
    answering(200, '', Object.fromEntries(Array.from({ length: 90 }, (_, at) => [`x-filler-${at}`, 'x'.repeat(400)]))),
  )
  await expect(lean.headObject(at)).rejects.toThrow()
})

test('what the tables do not name goes through the SDK', async () => {
  const { lean, asked } = await service(answering(200, '', OBJECT))
  await lean.headObject({ ...at, SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'k'.repeat(32) })
  expect(asked[0]?.headers).toMatchObject({ 'x-amz-server-side-encryption-customer-algorithm': 'AES256' })
  await lean.putObject({ ...at, Body: 'a text', ContentLength: 6 })
  expect(asked[1]?.body).toBe('a text')
})

test('an abort ends a request that is under way, and one that waits for its body', async () => {
  const { lean } = await service((_request, response) => void response.writeHead(200, { 'content-length': '10' }).write('abc'))
  const [early, late] = [new AbortController(), new AbortController()]
  const listing = lean.listObjectsV2({ Bucket: 'bucket' }, { abortSignal: early.signal })
  setTimeout(() => early.abort(new Error('enough')), 20)
  await expect(listing).rejects.toThrow('enough')
  const { Body } = await lean.getObject(at, { abortSignal: late.signal })
  setTimeout(() => late.abort(new Error('enough')), 20)
  await expect(buffer(Body as NodeJS.ReadableStream)).rejects.toThrow('enough')
})
