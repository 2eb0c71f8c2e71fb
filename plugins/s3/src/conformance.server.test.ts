import { readFileSync } from 'node:fs'
import { type BackendContext, type Limiter, parseOptions, plainContext } from '@tranship/core'
import { describeFs } from '@tranship/testkit'
import { expect, test } from 'vitest'
import s3 from './index.js'
import { createSession } from './session.js'
import { settingsOf } from './settings.js'

const { env } = process
const endpoint = env.TRANSHIP_TEST_S3_ENDPOINT
const accessKey = env.TRANSHIP_TEST_S3_ACCESS_KEY
const secretKey = env.TRANSHIP_TEST_S3_SECRET_KEY
const isRequired = env.CI !== undefined || env.TRANSHIP_REQUIRE_SERVERS === '1'

const PAGE_SIZE = 7
const SMALLEST_PART = 5 * 1024 ** 2
const SIGNATURES = { v4: 'us-east-1', v2: 'other-v2-signature' }

if (endpoint === undefined || accessKey === undefined || secretKey === undefined) {
  console.warn('skipped: the conformance of s3, since TRANSHIP_TEST_S3_ENDPOINT, _ACCESS_KEY and _SECRET_KEY are not set')
  test.runIf(isRequired)('a server to test against is named', () => expect(endpoint).toBeDefined())
  test.skipIf(isRequired)('s3 conforms to the contract', () => {})
} else {
  for (const [signature, region] of Object.entries(SIGNATURES)) {
    conforms(`s3, signature ${signature}`, { provider: 'Ceph', endpoint, access_key_id: accessKey, secret_access_key: secretKey, region })
  }
}

function conforms(name: string, texts: Readonly<Record<string, string>>): void {
  const options = parseOptions(s3.options, { ...texts, list_chunk: String(PAGE_SIZE) }, 'test')
  const session = createSession(settingsOf(options, 'test'), watchedContext().context)

  describeFs((name, run) => test(name, { timeout: 240_000 }, run), {
    name,
    open: async () => {
      const { context, logged, requests } = watchedContext()
      const fs = await s3.open(options, context)
      return {
        fs,
        leftovers: async (directory) => {
          const [bucket] = directory.split('/')
          const { Uploads = [] } = await (await session.client()).listMultipartUploads({ Bucket: bucket })
          return Uploads.map(({ Key }) => `upload of ${Key}`)
        },
        requests,
        logged,
        secrets: [texts.secret_access_key ?? ''],
        dispose: async () => fs.close?.(),
      }
    },
    pageSize: PAGE_SIZE,
    partSize: SMALLEST_PART,
    knownFailures: JSON.parse(readFileSync(new URL('../known-failures.json', import.meta.url), 'utf8')),
  })
}

/** A context that lets everything pass, counts the slots that are taken and keeps what is logged. */
function watchedContext(): { context: BackendContext; logged(): readonly string[]; requests(): number } {
  const lines: string[] = []
  let entered = 0
  const limiter: Limiter = {
    enter: async (_use, _bytes, signal) => {
      signal?.throwIfAborted()
      entered++
      return { done: () => {}, refused: () => {}, failed: () => {} }
    },
  }
  const context = plainContext(limiter, { log: (level, message, path) => void lines.push(`${level} ${path}: ${message}`) })
  return { context, logged: () => lines, requests: () => entered }
}
