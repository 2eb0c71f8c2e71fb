import { openFs } from '@tranship/core'
import s3 from '@tranship/plugin-s3'
import { describeFaults, tableText } from '@tranship/testkit'
import { afterAll, describe, test } from 'vitest'
import { unfinishedUploads } from '../harness/bucket.js'
import { startCountingProxy } from '../harness/counting-proxy.js'
import type { S3Account } from '../servers/start.js'
import { NATIVE, optionsFor, S3_SERVERS, type S3Server } from './s3-servers.js'

for (const server of S3_SERVERS) {
  const { name, account } = server
  describe.runIf(account !== undefined)(`faults between s3 and ${name}`, () => {
    const table = describeFaults(test, { name, open: () => openBehindProxy(server), ...NATIVE })
    afterAll(() => console.log(`\n=== faults between s3 and ${name}, at its native sizes: ${tableText(table)}\n`))
  })
}

async function openBehindProxy(server: S3Server) {
  const account = server.account as S3Account
  const { endpoint, faults } = await startCountingProxy(account.endpoint)
  const fs = await openFs(s3, optionsFor(server, account, endpoint))
  return {
    fs,
    faults,
    leftovers: (directory: string) => unfinishedUploads(account, directory.split('/')[0] ?? ''),
    secrets: [account.secretKey],
    dispose: async () => fs.close?.(),
  }
}
