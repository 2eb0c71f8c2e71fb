import { createFixedLimiter, parseOptions, plainContext } from '@tranship/core'
import s3 from '@tranship/plugin-s3'
import { describeFs, tableText } from '@tranship/testkit'
import { afterAll, describe, test } from 'vitest'
import { unfinishedUploads } from '../harness/bucket.js'
import type { S3Account } from '../servers/start.js'
import { NATIVE, optionsFor, S3_SERVERS, type S3Server } from './s3-servers.js'

for (const server of S3_SERVERS) {
  const { name, account, knownFailures } = server
  describe.runIf(account !== undefined)(`s3 on ${name}`, () => {
    const table = describeFs(test, { name, open: () => openOn(server), ...NATIVE, knownFailures })
    afterAll(() => console.log(`\n=== conformance of s3 on ${name}, at its native sizes: ${tableText(table)}\n`))
  })
}

async function openOn(server: S3Server) {
  const account = server.account as S3Account
  const logged: string[] = []
  const options = Object.entries(optionsFor(server, account)).map(([key, value]) => [key, String(value)] as const)
  const context = plainContext(createFixedLimiter({ uploads: 4, requests: 8 }), {
    log: (level, message, path) => void logged.push(`${level} ${path}: ${message}`),
  })
  const fs = await s3.open(parseOptions(s3.options, Object.fromEntries(options), 'soak'), context)
  return {
    fs,
    leftovers: (directory: string) => unfinishedUploads(account, directory.split('/')[0] ?? ''),
    logged: () => logged,
    secrets: [account.secretKey],
    dispose: async () => fs.close?.(),
  }
}
