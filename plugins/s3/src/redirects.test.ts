import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type OptionInput, withDefaults } from '@tranship/core'
import { bytesSource, type Fs, type FsObject, fsPath, plainContext, readAll } from '@tranship/core/backend'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createSession, settingsIn } from './client/session.js'
import { type Settings, settingsOf } from './client/settings.js'
import { targeting } from './lean/target.js'
import { OPTIONS } from './options.js'
import { createS3Fs } from './s3-fs.js'

type Changes = OptionInput<typeof OPTIONS>
const OBJECT: FsObject = { kind: 'object', path: fsPath('b/k'), size: 1 }
const KEYS = { access_key_id: 'OWNKEY', secret_access_key: 'sesame', session_token: 'token-of-mine' }

const context = plainContext({ enter: async () => ({ done: () => {}, refused: () => {}, failed: () => {} }) })
const settingsFor = (changes: Changes): Settings =>
  settingsOf(withDefaults(OPTIONS, { ...KEYS, no_check_bucket: true, ...changes }), 'work')

interface Listening {
  readonly endpoint: string
  /** Each request as it came: line, headers. */
  readonly heard: string[]
}

async function listening(answer: (message: IncomingMessage, response: ServerResponse) => void): Promise<Listening> {
  const heard: string[] = []
  const server = createServer((message, response) => {
    heard.push(`${message.method} ${message.url} ${JSON.stringify(message.headers)}`)
    message.resume().on('end', () => answer(message, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard }
}

/** What each kind of request does, hot ones and those that only the SDK sends. */
const USES: Readonly<Record<string, (fs: Fs) => Promise<unknown>>> = {
  list: async (fs) => Array.fromAsync(fs.list(fsPath('b'))),
  buckets: async (fs) => Array.fromAsync(fs.list(fsPath(''))),
  stat: (fs) => fs.stat(OBJECT.path),
  open: (fs) => readAll(fs.open(OBJECT)),
  put: (fs) => fs.put(OBJECT.path, bytesSource(Buffer.from('x'))),
  'put in parts': (fs) => fs.put(OBJECT.path, bytesSource(Buffer.alloc(6 * 1024 ** 2))),
  remove: (fs) => fs.remove(OBJECT),
  copy: (fs) => fs.copy?.(OBJECT, fsPath('b/to')) ?? Promise.resolve(),
  mkdir: (fs) => fs.mkdir(fsPath('b')),
}

describe.each([301, 302, 303, 307, 308])('a redirect (%d) to another host', (status) => {
  test.each([false, true])('takes nothing there (by the SDK alone: %s)', async (sdk_only) => {
    const elsewhere = await listening((_message, response) => response.end())
    const { endpoint, heard } = await listening((_message, response) => {
      const Location = `${elsewhere.endpoint}/b/k?X-Amz-Signature=abc`
      response
        .writeHead(status, { Location, 'x-amz-bucket-region': '127.0.0.1/' })
        .end(`<Error><Code>TemporaryRedirect</Code><Endpoint>${elsewhere.endpoint}</Endpoint><Region>evil.example.com/</Region></Error>`)
    })
    const secure = { endpoint: 'https://stands-in', sse_customer_key: 'k'.repeat(32), sdk_only }
    const fs = createS3Fs(
      { ...settingsFor(secure), endpoint },
      { ...context, retry: { attempts: 1, firstDelay: 0, longestDelay: 0, longestRetryAfter: 0 } },
    )
    for (const [name, use] of Object.entries(USES)) await expect(use(fs), name).rejects.toMatchObject({ kind: expect.any(String) })
    expect(heard.some((request) => request.includes('token-of-mine'))).toBe(true)
    expect(heard.some((request) => request.includes(Buffer.from('k'.repeat(32)).toString('base64')))).toBe(true)
    expect(elsewhere.heard).toEqual([])
    await fs.close?.()
  })
})

describe('a bucket of another region', () => {
  /** A service that only takes signatures of its own region. */
  const regional = (tell: (response: ServerResponse) => void) =>
    listening((message, response) => {
      if (message.headers.authorization?.includes('/eu-west-1/s3/')) {
        response.writeHead(200, { 'content-length': '0', etag: '"x"' }).end()
      } else tell(response)
    })
  const xml = (code: string) => `<Error><Code>${code}</Code><Message>words</Message><Region>eu-west-1</Region></Error>`

  test.each([
    ['400 with the region in its body', (response: ServerResponse) => response.writeHead(400).end(xml('AuthorizationHeaderMalformed'))],
    [
      '301 with the region in a header',
      (response: ServerResponse) => response.writeHead(301, { 'x-amz-bucket-region': 'eu-west-1' }).end(),
    ],
    [
      '307 with the region in a header',
      (response: ServerResponse) => response.writeHead(307, { 'x-amz-bucket-region': 'eu-west-1' }).end(),
    ],
  ])('is asked there: %s', async (_name, tell) => {
    for (const sdk_only of [false, true]) {
      const { endpoint, heard } = await regional(tell)
      const fs = createS3Fs(settingsFor({ endpoint, sdk_only }), context)
      expect(await fs.stat(OBJECT.path)).toMatchObject({ size: 0 })
      await fs.put(OBJECT.path, bytesSource(Buffer.from('x')))
      await fs.remove(OBJECT)
      // What is known of the bucket is not asked for again.
      expect(heard.filter((request) => request.includes('/us-east-1/s3/')).length).toBeLessThanOrEqual(2)
      await fs.close?.()
    }
  })

  test('one that is sent in circles is refused, after two tries', async () => {
    const { endpoint, heard } = await listening((message, response) => {
      const there = message.headers.authorization?.includes('/eu-west-1/') ? 'eu-west-2' : 'eu-west-1'
      response.writeHead(301, { 'x-amz-bucket-region': there }).end()
    })
    const fs = createS3Fs(settingsFor({ endpoint }), context)
    await expect(fs.put(OBJECT.path, bytesSource(Buffer.from('x')))).rejects.toThrow(
      "incorrect region, the bucket is not in 'us-east-1' region",
    )
    expect(heard).toHaveLength(2)
  })

  test('of AWS is asked at the endpoint of that region, which its name alone decides', async () => {
    const hosts: string[] = []
    for (const endpoint of [{}, { endpoint: 'https://s3.us-east-1.amazonaws.com' }]) {
      const settings = settingsIn(settingsFor(endpoint), 'eu-west-1')
      const session = createSession(settings, context)
      hosts.push(targeting(await session.client(), settings)('bucket')?.origin ?? '')
    }
    expect(hosts).toEqual(['https://bucket.s3.eu-west-1.amazonaws.com', 'https://bucket.s3.eu-west-1.amazonaws.com'])
    const clone = settingsFor({ endpoint: 'https://ceph.example.com' })
    expect(settingsIn(clone, 'eu-west-1')).toMatchObject({ endpoint: 'https://ceph.example.com', signingRegion: 'eu-west-1' })
  })

  test.each([
    [{ use_accelerate_endpoint: true, use_arn_region: true }, 'https://bucket.s3-accelerate.amazonaws.com'],
    [{ use_dual_stack: true }, 'https://bucket.s3.dualstack.us-east-1.amazonaws.com'],
    [{ use_dual_stack: true, force_path_style: true }, 'https://s3.dualstack.us-east-1.amazonaws.com'],
  ])('%o is asked at %s', async (changes, origin) => {
    const settings = settingsFor(changes)
    expect(targeting(await createSession(settings, context).client(), settings)('bucket')?.origin).toBe(origin)
  })

  test('use_arn_region: that of an access point counts', async () => {
    for (const use_arn_region of [true, false]) {
      const { config } = await createSession(settingsFor({ use_arn_region }), context).client()
      expect(config).toMatchObject({ useArnRegion: use_arn_region })
    }
  })
})
