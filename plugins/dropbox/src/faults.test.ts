import { describeFaults, tableText } from '@tranship/testkit'
import { afterAll, expect, test } from 'vitest'
import { startCountingProxy } from '../../../test-integration/harness/counting-proxy.js'
import { startDouble } from '../test/double/server.js'
import { opened } from '../test/opened.js'

const PAGE_SIZE = 7
const PIECE = 64 * 1024

const table = describeFaults((check, run) => test(check, { timeout: 60_000 }, run), {
  name: 'dropbox',
  open: async () => {
    const double = await startDouble()
    double.knobs.pageSize = PAGE_SIZE
    const { endpoint, faults } = await startCountingProxy(double.url)
    const fs = await opened(endpoint, { token: double.tokens.text(), chunk_size: PIECE })
    return {
      fs,
      faults,
      secrets: double.tokens.secrets,
      dispose: async () => {
        await fs.close?.()
        double.close()
        expect(double.violations).toEqual([])
      },
    }
  },
  pageSize: PAGE_SIZE,
  partSize: PIECE,
})
afterAll(() => console.log(`dropbox: ${tableText(table)}`))
