import { describeFaults, tableText } from '@tranship/testkit'
import { afterAll, test } from 'vitest'
import { startCountingProxy } from '../../../test-integration/harness/counting-proxy.js'
import { ACCOUNTS, opened, tokenOf } from '../test/accounts.js'
import { strayObjects } from '../test/stray-segments.js'

const PAGE_SIZE = 7
const SEGMENT = 64 * 1024

for (const account of ACCOUNTS) {
  const table = describeFaults((check, run) => test(check, { timeout: 240_000 }, run), {
    name: `swift on ${account.name}`,
    open: async () => {
      const { storageUrl } = await tokenOf(account)
      const { origin, pathname } = new URL(storageUrl)
      const { endpoint, faults } = await startCountingProxy(origin)
      const fs = await opened(account, { storage_url: `${endpoint}${pathname}`, list_chunk: PAGE_SIZE, chunk_size: SEGMENT })
      return {
        fs,
        faults,
        leftovers: async (directory) => strayObjects(account, directory.split('/')[0] ?? ''),
        secrets: [account.key],
      }
    },
    pageSize: PAGE_SIZE,
    partSize: SEGMENT,
  })
  afterAll(() => console.log(`swift on ${account.name}: ${tableText(table)}`))
}
test.skipIf(ACCOUNTS.length > 0)('swift: no server is named to test against', () => {})
