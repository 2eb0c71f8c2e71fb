import { openFs } from '@tranship/core'
import { describeFaults, tableText } from '@tranship/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCountingProxy } from '../../../test-integration/harness/counting-proxy.js'
import { type Double, startDouble, TOKEN } from '../test/double/server.js'
import gcs from './index.js'

const PAGE_SIZE = 7
const CHUNK = 256 * 1024

let double: Double
beforeAll(async () => {
  double = await startDouble({ pageSize: PAGE_SIZE })
})
afterAll(() => {
  double.close()
  expect(double.violations).toEqual([])
})

const table = describeFaults((check, run) => test(check, { timeout: 60_000 }, run), {
  name: 'gcs',
  open: async () => {
    const { endpoint, faults } = await startCountingProxy(double.endpoint)
    const fs = await openFs(gcs, { endpoint, access_token: TOKEN, project_number: '1', chunk_size: CHUNK })
    return {
      fs,
      faults,
      leftovers: async (directory) => double.openUploads(directory),
      secrets: [TOKEN],
      dispose: async () => fs.close?.(),
    }
  },
  pageSize: PAGE_SIZE,
  partSize: CHUNK,
})
afterAll(() => console.log(`gcs: ${tableText(table)}`))
