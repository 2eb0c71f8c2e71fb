import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { newBucket } from '../harness/bucket.js'
import { ceph, hasCeph, s3Section } from '../harness/ceph.js'
import { startCountingProxy } from '../harness/counting-proxy.js'
import { makeTree } from '../harness/tree.js'
import { newUser } from '../harness/user.js'

const FILES = 10_000
/** Pages of 1,000 keys, and one in which the service says that there are no more. */
const PAGES = FILES / 1000 + 1

describe.runIf(hasCeph)('the times of 10,000 objects', () => {
  test('are remembered of what was uploaded, and asked for once of all others', { timeout: 1_800_000 }, async () => {
    const [user, proxy, bucket] = [newUser(), await startCountingProxy(ceph().endpoint), await newBucket(ceph())]
    user.env.XDG_CACHE_HOME = join(user.folder, '../cache') // nobody else's
    user.configure({ remote: { ...s3Section({ ...ceph(), endpoint: proxy.endpoint }), provider: 'Ceph' } })
    const paths = Array.from({ length: FILES }, (_, at) => `dir ${at % 7}/file ${at}`)
    makeTree(join(user.folder, 'source'), Object.fromEntries(paths.map((path) => [path, path])), '1600000000.123456789')
    const sync = async (...args: string[]) => {
      proxy.forget()
      expect(await user.tranship('sync', ...args)).toMatchObject({ code: 0, stderr: '' })
      console.log(`    ${args.join(' ')}:`, proxy.counts())
      return { counts: proxy.counts(), total: proxy.total() }
    }

    const up = ['source', `remote:${bucket.name}`] as const
    await sync(...up)
    expect((await sync(...up)).total).toBeLessThanOrEqual(PAGES)
    await pause(3000) // what was stored this moment could be stored again, and would look the same
    rmSync(user.env.XDG_CACHE_HOME, { recursive: true })
    expect((await sync(...up)).counts.head).toBe(FILES)
    expect((await sync(...up)).total).toBeLessThanOrEqual(PAGES)
    // The way back needs the same times.
    expect((await sync(...up.toReversed())).total).toBeLessThanOrEqual(PAGES)
  })
})
