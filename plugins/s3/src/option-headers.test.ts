import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type OptionInput, withDefaults } from '@tranship/core'
import { bytesSource, type Fs, type FsObject, fsPath, plainContext, readAll } from '@tranship/core/backend'
import { expect, onTestFinished, test } from 'vitest'
import { settingsOf } from './client/settings.js'
import { OPTIONS } from './options.js'
import { createS3Fs } from './s3-fs.js'

/*
 * What no server at hand has: keys of a key management service, archives, payers. A double takes everything and tells what
 * it was asked.
 */

type Changes = OptionInput<typeof OPTIONS>
interface Heard {
  readonly request: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
type Answer = (request: string, response: ServerResponse) => boolean

const OBJECT: FsObject = { kind: 'object', path: fsPath('b/k'), size: 1 }
const HEAD = { 'content-length': '1', etag: '"00000000000000000000000000000000"', 'last-modified': 'Mon, 02 Jan 2023 03:04:05 GMT' }
const BODIES: readonly (readonly [RegExp, string])[] = [
  [/^POST .*\?uploads/, '<InitiateMultipartUploadResult><UploadId>U</UploadId></InitiateMultipartUploadResult>'],
  [/^POST .*uploadId=/, '<CompleteMultipartUploadResult><ETag>"x-1"</ETag></CompleteMultipartUploadResult>'],
  [/^POST .*\?delete/, '<DeleteResult><Deleted><Key>k</Key></Deleted></DeleteResult>'],
  [/^GET .*(?:prefix|list-type)/, '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>'],
  [/^PUT .*\/(?:to|k)$/, '<CopyObjectResult><ETag>"00000000000000000000000000000001"</ETag></CopyObjectResult>'],
]

/** An Fs with these options on a double; over TLS as far as its settings know. */
async function double(changes: Changes, answer: Answer = () => false): Promise<{ readonly fs: Fs; readonly heard: Heard[] }> {
  const heard: Heard[] = []
  const server = createServer(async (message, response) => {
    const body = Buffer.concat(await Array.fromAsync(message)).toString()
    const request = `${message.method} ${message.url}`
    heard.push({ request, headers: message.headers, body })
    if (answer(request, response)) return
    if (message.method === 'HEAD') response.writeHead(200, HEAD).end()
    else response.writeHead(200, { etag: '"part"' }).end(BODIES.find(([pattern]) => pattern.test(request))?.[1] ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const keys = { access_key_id: 'key', secret_access_key: 'sesame', endpoint: 'https://stands-in', provider: 'AWS' }
  const settings = settingsOf(withDefaults(OPTIONS, { ...keys, force_path_style: true, ...changes }), 'work')
  const context = plainContext({ enter: async () => ({ done: () => {}, refused: () => {}, failed: () => {} }) }, { remote: 'work' })
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { fs: createS3Fs({ ...settings, endpoint }, context), heard }
}

/** The `x-amz-` headers of requests, without those of the signature, and parameters that matter. */
const told = (heard: readonly Heard[], pattern: RegExp) =>
  heard
    .filter(({ request }) => pattern.test(request))
    .map(({ headers }) =>
      Object.fromEntries(
        Object.entries(headers).filter(
          ([name]) => name.startsWith('x-amz-') && !/-date$(?<!until-date)|content-sha256|meta|checksum|user-agent/.test(name),
        ),
      ),
    )

async function useAll(fs: Fs): Promise<void> {
  await fs.put(OBJECT.path, bytesSource(Buffer.from('x')))
  await fs.put(OBJECT.path, bytesSource(Buffer.alloc(6 * 1024 ** 2)))
  await fs.stat(OBJECT.path)
  await readAll(fs.open(OBJECT))
  await fs.copy?.(OBJECT, fsPath('b/to'))
  await Array.fromAsync(fs.removeMany?.([OBJECT]) ?? [])
  await fs.remove(OBJECT)
  await Array.fromAsync(fs.list(fsPath('b')))
}

test.each([false, true])(
  'server_side_encryption, sse_kms_key_id: with all that makes an object (by the SDK alone: %s)',
  async (sdk_only) => {
    const { fs, heard } = await double({
      server_side_encryption: 'aws:kms',
      sse_kms_key_id: 'arn:k',
      storage_class: 'GLACIER',
      acl: 'private',
      sdk_only,
    })
    await useAll(fs)
    const stored = {
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'arn:k',
      'x-amz-storage-class': 'GLACIER',
      'x-amz-acl': 'private',
    }
    expect(told(heard, /^PUT [^?]*\/k$|^POST .*\?uploads/)).toEqual([stored, stored])
    expect(told(heard, /^PUT .*\/to$/)).toEqual([expect.objectContaining(stored)])
    for (const others of told(heard, /^(?:HEAD|GET|DELETE)|partNumber|POST .*uploadId/)) expect(others).toEqual({})
    // The ETag of a listing is no MD5 then.
    const line =
      '<ListBucketResult><Contents><Key>k</Key><Size>1</Size><ETag>"00000000000000000000000000000000"</ETag></Contents></ListBucketResult>'
    const listing = await double({ server_side_encryption: 'aws:kms' }, (_request, response) => {
      response.end(line)
      return true
    })
    for await (const page of listing.fs.list(fsPath('b'))) for (const entry of page) expect(entry).not.toHaveProperty('hashes')
  },
)

test.each([false, true])(
  'requester_pays, bypass_governance_retention: with each request that can say so (by the SDK alone: %s)',
  async (sdk_only) => {
    const { fs, heard } = await double({ requester_pays: true, bypass_governance_retention: true, sdk_only })
    await useAll(fs)
    expect(told(heard, /./).every((headers) => headers['x-amz-request-payer'] === 'requester' || headers['x-amz-copy-source'])).toBe(true)
    const bypassed = told(heard, /^DELETE|\?delete/).map((headers) => headers['x-amz-bypass-governance-retention'])
    expect(bypassed).toEqual(['true', 'true'])
    expect(await fs.publicLink?.(OBJECT.path)).toContain('x-amz-request-payer=requester')
  },
)

test.each([false, true])('sse_customer_key: with all that needs it, in full (by the SDK alone: %s)', async (sdk_only) => {
  const { fs, heard } = await double({ sse_customer_key: 'k'.repeat(32), sdk_only })
  await useAll(fs)
  const key = Buffer.from('k'.repeat(32)).toString('base64')
  const names = (prefix: string) => ({
    [`${prefix}-algorithm`]: 'AES256',
    [`${prefix}-key`]: key,
    [`${prefix}-key-md5`]: expect.stringMatching(/==$/),
  })
  const own = names('x-amz-server-side-encryption-customer')
  const each = told(heard, /^PUT|^HEAD|^GET .*\/k(?:$|\?)|^POST .*\?uploads|^POST .*uploadId/)
  expect(each).toHaveLength(10)
  for (const headers of each) expect(headers).toMatchObject(own)
  expect(told(heard, /^PUT .*\/to/)).toEqual([expect.objectContaining(names('x-amz-copy-source-server-side-encryption-customer'))])
  for (const headers of told(heard, /^DELETE|\?delete|prefix/)) expect(headers).toEqual({})
})

test('an object that is changed keeps its class, its keys and its lock; setTier changes the class', async () => {
  const kept = {
    'x-amz-storage-class': 'STANDARD_IA',
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': 'arn:k',
    'x-amz-object-lock-mode': 'COMPLIANCE',
    'x-amz-object-lock-retain-until-date': '2031-01-02T03:04:05.000Z',
  }
  const { fs, heard } = await double({}, (request, response) => {
    if (request.startsWith('HEAD')) response.writeHead(200, { ...HEAD, ...kept }).end()
    return request.startsWith('HEAD')
  })
  expect(await fs.setModTime?.(OBJECT, 5n)).toMatchObject({ modTime: 5n, tier: 'STANDARD_IA' })
  expect(await fs.setTier?.(OBJECT, 'GLACIER')).toMatchObject({ tier: 'GLACIER' })
  const copied = told(heard, /^PUT/)
  expect(copied).toEqual([expect.objectContaining(kept), expect.objectContaining({ ...kept, 'x-amz-storage-class': 'GLACIER' })])
  expect(heard.filter(({ request }) => request.startsWith('PUT')).map(({ headers }) => headers['x-amz-meta-mtime'])).toEqual([
    '0.000000005',
    undefined,
  ])
})

test('an archived object names the command that restores it, and restore asks for it', async () => {
  const { fs, heard } = await double({}, (request, response) => {
    if (request.startsWith('HEAD')) {
      const restored = 'ongoing-request="false", expiry-date="Fri, 21 Dec 2029 00:00:00 GMT"'
      response.writeHead(200, { ...HEAD, 'x-amz-storage-class': 'DEEP_ARCHIVE', 'x-amz-restore': restored }).end()
      return true
    }
    if (!request.startsWith('GET')) return false
    response.writeHead(403).end('<Error><Code>InvalidObjectState</Code></Error>')
    return true
  })
  await expect(readAll(fs.open(OBJECT))).rejects.toMatchObject({
    kind: 'unsupported',
    message: expect.stringContaining('tranship backend restore "work:b/k" -o lifetime=1'),
  })
  const run = (name: string, named = {}) => fs.command?.(OBJECT.path, name, [], { named })
  expect(await run('restore', { lifetime: '3', priority: 'Bulk', description: 'x' })).toEqual([{ Status: 'OK', Remote: 'k' }])
  const asked = heard.find(({ request }) => request.startsWith('POST'))
  expect(asked?.request).toMatch(/^POST \/b\/k\?restore/)
  expect(asked?.body).toMatch(/<Days>3<\/Days>.*<Tier>Bulk<\/Tier>/)
  expect(await run('restore-status')).toEqual([
    {
      Remote: 'k',
      RestoreStatus: { IsRestoreInProgress: false, RestoreExpiryDate: '2029-12-21T00:00:00.000Z' },
      StorageClass: 'DEEP_ARCHIVE',
    },
  ])
  await expect(run('restore', { lifetime: 'soon' })).rejects.toThrow('number of days')
  await expect(run('nonsense')).rejects.toThrow('no command "nonsense"')
})

test('a secret as JSON writes it is explained', async () => {
  const refuse: Answer = (_request, response) => {
    response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>')
    return true
  }
  const escaped = await double({ secret_access_key: 'ses\\/ame' }, refuse)
  await expect(escaped.fs.stat(OBJECT.path)).rejects.toThrow(/SignatureDoesNotMatch/)
  await expect(escaped.fs.put(OBJECT.path, bytesSource(Buffer.from('x')))).rejects.toThrow(
    /has "\\\/", as JSON writes "\/".*write only "\/"(?!.*ses)/,
  )
  const plain = await double({ secret_access_key: 'ses/ame' }, refuse)
  await expect(plain.fs.put(OBJECT.path, bytesSource(Buffer.from('x')))).rejects.toThrow('access_key_id or secret_access_key is wrong')
})

test('an upload is removed until its parts are gone', async () => {
  let left = 2
  const { fs, heard } = await double({}, (request, response) => {
    if (request.startsWith('DELETE')) {
      response.writeHead(204).end()
      return true
    }
    if (!request.startsWith('GET')) return false
    if (left-- > 0) response.end('<ListPartsResult><Part><PartNumber>1</PartNumber><Size>5</Size></Part></ListPartsResult>')
    else response.writeHead(404).end('<Error><Code>NoSuchUpload</Code></Error>')
    return true
  })
  const failing = {
    size: 6 * 1024 ** 2,
    repeatable: true,
    open: async function* () {
      yield new Uint8Array(10)
      throw new Error('the source broke')
    },
  }
  await expect(fs.put(OBJECT.path, failing)).rejects.toThrow('the source broke')
  expect(heard.filter(({ request }) => request.startsWith('DELETE'))).toHaveLength(3)
})

test('location_constraint: named when a bucket is made, and nothing else by a clone', async () => {
  for (const [changes, body] of [
    [{ provider: 'Ceph', location_constraint: 'default:cold' }, '<LocationConstraint>default:cold</LocationConstraint>'],
    [{ provider: 'Ceph', region: 'eu-west-1' }, ''],
    [{ region: 'eu-west-1' }, '<LocationConstraint>eu-west-1</LocationConstraint>'],
  ] as const) {
    const { fs, heard } = await double(changes)
    await fs.mkdir(fsPath('b'))
    expect(heard[0]?.body).toEqual(body === '' ? '' : expect.stringContaining(body))
  }
})
