import { type OptionInput, openFs } from '@tranship/core'
import s3 from '@tranship/plugin-s3'
import { describeFaults } from '@tranship/testkit'
import { describe, test } from 'vitest'
import { unfinishedUploads } from './harness/bucket.js'
import { ceph, hasCeph, SIGNATURES } from './harness/ceph.js'
import { startCountingProxy } from './harness/counting-proxy.js'

const PAGE_SIZE = 7
const SMALLEST_PART = 5 * 1024 ** 2

describe.runIf(hasCeph).each(SIGNATURES)('faults between a backend and its server', ({ signature, region }) => {
  describeFaults(test, {
    name: `s3 on the Ceph gateway, signature ${signature}`,
    open: async () => {
      const account = ceph()
      const { endpoint, faults } = await startCountingProxy(account.endpoint)
      const options: OptionInput<typeof s3.options> = {
        provider: 'Ceph',
        endpoint,
        region,
        access_key_id: account.accessKey,
        secret_access_key: account.secretKey,
        list_chunk: PAGE_SIZE,
      }
      const fs = await openFs(s3, options)
      return {
        fs,
        faults,
        leftovers: async (directory) => unfinishedUploads(account, directory.split('/')[0] ?? ''),
        secrets: [account.secretKey],
        dispose: async () => fs.close?.(),
      }
    },
    pageSize: PAGE_SIZE,
    partSize: SMALLEST_PART,
  })
})
