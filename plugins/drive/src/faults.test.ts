import { describeFaults, tableText } from '@tranship/testkit'
import { afterAll, expect, test } from 'vitest'
import { startCountingProxy } from '../../../test-integration/harness/counting-proxy.js'
import { startDriveDouble } from '../test/double/server.js'
import { openedAsCore } from '../test/opened.js'

const PAGE_SIZE = 7
const PIECE = 256 * 1024

const table = describeFaults((check, run) => test(check, { timeout: 60_000 }, run), {
  name: 'drive',
  open: async () => {
    const double = await startDriveDouble({ pageSize: PAGE_SIZE })
    const { endpoint, faults } = await startCountingProxy(double.endpoint)
    const fs = await openedAsCore({ endpoint, tokens: double.tokens }, { upload_cutoff: `${PIECE}b`, chunk_size: `${PIECE}b` })
    return {
      fs,
      faults,
      leftovers: async () => double.openUploads(),
      secrets: [...double.tokens.secrets, 'client-secret'],
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
afterAll(() => console.log(`drive: ${tableText(table)}`))
