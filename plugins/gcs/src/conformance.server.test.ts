import { readFileSync } from 'node:fs'
import { parseOptions } from '@tranship/core'
import { describeFs, tableText } from '@tranship/testkit'
import { afterAll, test } from 'vitest'
import { watchedContext } from '../test/context.js'
import gcs from './index.js'

const { env } = process
const endpoint = env.TRANSHIP_TEST_GCS_ENDPOINT

const PAGE_SIZE = 7
const CHUNK = 256 * 1024

/** Bytes that a body may hold. */
const MEMORY = 4 * 1024 ** 2

if (endpoint !== undefined) {
  const table = describeFs((check, run) => test(check, { timeout: 120_000 }, run), {
    name: 'gcs on fake-gcs-server',
    open: async () => {
      const texts = { endpoint, anonymous: 'true', project_number: 'test-project', chunk_size: `${CHUNK}b`, list_chunk: String(PAGE_SIZE) }
      const { context, logged } = watchedContext()
      const fs = await gcs.open(parseOptions(gcs.options, texts, 'test'), context)
      return { fs, logged, dispose: async () => fs.close?.() }
    },
    pageSize: PAGE_SIZE,
    partSize: CHUNK,
    budgets: { memory: MEMORY },
    knownFailures: JSON.parse(readFileSync(new URL('../test/fake-gcs-server-failures.json', import.meta.url), 'utf8')),
  })
  afterAll(() => console.log(`gcs on fake-gcs-server: ${tableText(table)}`))
}

test.skipIf(endpoint !== undefined)('gcs conforms to the contract', () => {})
