import { comparePaths, type FsPath, openFs, orderKey, type Page } from '@tranship/core'
import s3 from '@tranship/plugin-s3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { newBucket } from '../harness/bucket.js'
import { startCountingProxy } from '../harness/counting-proxy.js'
import { newUser } from '../harness/user.js'
import type { S3Account } from '../servers/start.js'
import { NATIVE, optionsFor, S3_SERVERS } from './s3-servers.js'

const { pageSize } = NATIVE
const COUNTS = [pageSize - 1, pageSize, pageSize + 1, 2 * pageSize + 1, 10_050]

/** In an order that UTF-16 and an order by names without their "/" both get wrong; half of them are below `t/`. */
const keyAt = (index: number): string => `${['t-/', 't/', '\u{1f600}', '\uff61'][index % 4]}${String(index).padStart(5, '0')}`

describe('as many keys as pages hold', () => {
  for (const server of S3_SERVERS) {
    test.runIf(server.account !== undefined)(`${server.name}: ${COUNTS.join(', ')}`, { timeout: 15 * 60_000 }, async () => {
      const account = server.account as S3Account
      const bucket = await newBucket(account)
      const fs = await openFs(s3, optionsFor(server, account))
      onTestFinished(async () => fs.close?.())

      const keys: string[] = []
      for (const count of COUNTS) {
        const more = Array.from({ length: count - keys.length }, (_each, at) => keyAt(keys.length + at))
        await bucket.fill(more)
        keys.push(...more)
        const expected = keys.toSorted(comparePaths)
        const root = bucket.name as FsPath
        expect(await below(root, fs.listAll?.(root)), `listAll, ${count} keys`).toEqual(expected)
        expect(await below(root, fs.list(root)), `list, ${count} keys`).toEqual(oneLevel(expected))
      }

      const [user, proxy] = [newUser(), await startCountingProxy(account.endpoint)]
      const section = Object.entries(optionsFor(server, account, proxy.endpoint)).map(([name, value]) => [name, String(value)])
      user.configure({ remote: { ...Object.fromEntries(section), type: 's3' } })
      const { code, stdout, stderr } = await user.tranship('ls', `remote:${bucket.name}`)
      expect(code, stderr).toBe(0)
      const listed = stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.trimStart().replace(/^\d+ /, ''))
      console.log(`=== ${server.name}: "ls" of ${listed.length} keys in`, proxy.counts())
      expect(listed.toSorted(comparePaths)).toEqual(keys.toSorted(comparePaths))
      expect(proxy.counts().list).toBe(Math.ceil(keys.length / pageSize))
    })
  }
})

/** The keys of a listing in the order in which they came, relative to the bucket. A flat listing may tell of directories besides. */
async function below(bucket: FsPath, pages: AsyncIterable<Page> | undefined): Promise<string[]> {
  const keys: string[] = []
  for await (const page of pages ?? []) for (const entry of page) keys.push(orderKey(entry).slice(bucket.length + 1))
  return keys
}

/** What one level has of sorted keys: each directory once. */
function oneLevel(keys: readonly string[]): string[] {
  return [...new Set(keys.map((key) => key.replace(/\/.*/s, '/')))]
}
