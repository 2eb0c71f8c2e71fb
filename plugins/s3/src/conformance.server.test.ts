import { subscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import type { PutObjectRequest } from '@aws-sdk/client-s3'
import { type BackendContext, type Limiter, parseOptions, plainContext } from '@tranship/core'
import { type Budgets, describeFs, type StorageClass } from '@tranship/testkit'
import { expect, test } from 'vitest'
import { createSession, type Session } from './client/session.js'
import { settingsOf } from './client/settings.js'
import s3 from './index.js'
import { objectKey } from './key.js'

const { env } = process
const endpoint = env.TRANSHIP_TEST_S3_ENDPOINT
const accessKey = env.TRANSHIP_TEST_S3_ACCESS_KEY
const secretKey = env.TRANSHIP_TEST_S3_SECRET_KEY
const isRequired = env.CI !== undefined || env.TRANSHIP_REQUIRE_SERVERS === '1'

/** A storage class that the server has besides STANDARD. */
const OTHER_CLASS = env.TRANSHIP_TEST_S3_STORAGE_CLASS

const PAGE_SIZE = 7
const SMALLEST_PART = 5 * 1024 ** 2

/** S3 removes what is missing too, and copies keep nothing unless it is named: these ask first. */
const REQUESTS: NonNullable<Budgets['requests']> = { stat: 1, open: 1, put: 1, list: 1, remove: 2, copy: 2, setModTime: 2, removeMany: 1 }

/** Bytes that a body may hold: four parts of an upload are under way at a time, and some more bytes of each. */
const MEMORY = 32 * 1024 ** 2

/** The requests that this process has sent, whatever sends them. */
let sent = 0
for (const channel of ['http.client.request.start', 'undici:request:create']) subscribe(channel, () => void sent++)

const SIGNATURES = { v4: 'us-east-1', v2: 'other-v2-signature' }

if (endpoint === undefined || accessKey === undefined || secretKey === undefined) {
  console.warn('skipped: the conformance of s3, since TRANSHIP_TEST_S3_ENDPOINT, _ACCESS_KEY and _SECRET_KEY are not set')
  test.runIf(isRequired)('a server to test against is named', () => expect(endpoint).toBeDefined())
  test.skipIf(isRequired)('s3 conforms to the contract', () => {})
} else {
  for (const [signature, region] of Object.entries(SIGNATURES)) {
    const remote = { provider: 'Ceph', endpoint, access_key_id: accessKey, secret_access_key: secretKey, region }
    conforms(`s3, signature ${signature}`, remote)
    // As many checks once more: not each time.
    if (process.env.TRANSHIP_TEST_SDK_ONLY === '1') {
      conforms(`s3, signature ${signature}, by the SDK alone`, { ...remote, sdk_only: 'true' })
    }
  }
}

function conforms(name: string, texts: Readonly<Record<string, string>>): void {
  const options = parseOptions(s3.options, { ...texts, list_chunk: String(PAGE_SIZE) }, 'test')
  const session = createSession(settingsOf(options, 'test'), watchedContext().context)

  describeFs((name, run) => test(name, { timeout: 240_000 }, run), {
    name,
    open: async () => {
      const { context, logged } = watchedContext()
      const fs = await s3.open(options, context)
      return {
        fs,
        leftovers: async (directory) => {
          const [bucket] = directory.split('/')
          const { Uploads = [] } = await (await session.client()).listMultipartUploads({ Bucket: bucket })
          return Uploads.map(({ Key }) => `upload of ${Key}`)
        },
        requests: () => sent,
        ...(OTHER_CLASS !== undefined && { storageClass: storageClassesOf(session, OTHER_CLASS) }),
        logged,
        secrets: [texts.secret_access_key ?? ''],
        dispose: async () => fs.close?.(),
      }
    },
    pageSize: PAGE_SIZE,
    partSize: SMALLEST_PART,
    budgets: { requests: REQUESTS, memory: MEMORY },
    knownFailures: JSON.parse(readFileSync(new URL('../known-failures.json', import.meta.url), 'utf8')),
  })
}

/** Looks at storage classes with the client of the SDK alone. */
function storageClassesOf(session: Session, other: string): StorageClass {
  return {
    put: async (path, bytes) => {
      await (await session.client()).putObject({ ...objectKey(path), Body: bytes, StorageClass: other as PutObjectRequest['StorageClass'] })
    },
    of: async (path) => (await (await session.client()).headObject(objectKey(path))).StorageClass ?? 'STANDARD',
  }
}

/** A context that lets everything pass and keeps what is logged. */
function watchedContext(): { context: BackendContext; logged(): readonly string[] } {
  const lines: string[] = []
  const limiter: Limiter = {
    enter: async (_use, _bytes, signal) => {
      signal?.throwIfAborted()
      return { done: () => {}, refused: () => {}, failed: () => {} }
    },
  }
  const context = plainContext(limiter, { log: (level, message, path) => void lines.push(`${level} ${path}: ${message}`) })
  return { context, logged: () => lines }
}
