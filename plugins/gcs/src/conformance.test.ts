import { subscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { bytesSource, parseOptions } from '@tranship/core'
import { type Budgets, describeFs, tableText } from '@tranship/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { watchedContext } from '../test/context.js'
import { type Double, startDouble, TOKEN } from '../test/double/server.js'
import gcs from './index.js'

const PAGE_SIZE = 7
const CHUNK = 256 * 1024

const REQUESTS: NonNullable<Budgets['requests']> = { stat: 1, open: 1, put: 1, list: 1, remove: 1, copy: 1, setModTime: 1, removeMany: 1 }

/** The requests that this process has sent. */
let sent = 0
subscribe('http.client.request.start', () => void sent++)

let double: Double
beforeAll(async () => {
  double = await startDouble({ pageSize: PAGE_SIZE })
})
afterAll(() => {
  double.close()
  expect(double.violations).toEqual([])
})

const table = describeFs((check, run) => test(check, { timeout: 60_000 }, run), {
  name: 'gcs',
  open: async () => {
    const texts = { endpoint: double.endpoint, access_token: TOKEN, project_number: '1', chunk_size: `${CHUNK}b` }
    const { context, logged } = watchedContext()
    const fs = await gcs.open(parseOptions(gcs.options, texts, 'test'), context)
    const cold = await gcs.open(parseOptions(gcs.options, { ...texts, storage_class: 'COLDLINE' }, 'test'), context)
    return {
      fs,
      leftovers: async (directory) => double.openUploads(directory),
      requests: () => sent,
      storageClass: {
        put: async (path, bytes) => void (await cold.put(path, bytesSource(bytes))),
        of: async (path) => (await fs.stat(path)).tier ?? '',
      },
      logged,
      secrets: [TOKEN],
      dispose: async () => fs.close?.(),
    }
  },
  pageSize: PAGE_SIZE,
  partSize: CHUNK,
  // The double keeps all bytes in this process: memory is looked at beside a real server.
  budgets: { requests: REQUESTS },
  knownFailures: JSON.parse(readFileSync(new URL('../known-failures.json', import.meta.url), 'utf8')),
})
afterAll(() => console.log(`gcs: ${tableText(table)}`))
