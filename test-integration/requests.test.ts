import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { newBucket, newBucketName } from './harness/bucket.js'
import { ceph, hasCeph, s3Section } from './harness/ceph.js'
import { type CountingProxy, startCountingProxy } from './harness/counting-proxy.js'
import { makeTree } from './harness/tree.js'
import { newUser, type User } from './harness/user.js'

/** A user whose `remote:` is the gateway behind a proxy that counts. */
async function newCountedUser(): Promise<{ user: User; proxy: CountingProxy }> {
  const [user, proxy] = [newUser(), await startCountingProxy(ceph().endpoint)]
  user.env.XDG_CACHE_HOME = join(user.folder, '../cache') // nobody else's
  user.configure({ remote: s3Section({ ...ceph(), endpoint: proxy.endpoint }) })
  return { user, proxy }
}

/** What was stored this moment could be stored again, and would look the same: only then is it remembered. */
const settled = () => pause(3000)

const numbered = (count: number, prefix: string): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(5, '0')}`)

describe.runIf(hasCeph)('requests', () => {
  test('of the first and the second sync of 1,000 files', async () => {
    const { user, proxy } = await newCountedUser()
    const source = join(user.folder, 'source')
    makeTree(source, Object.fromEntries(numbered(1000, 'dir/').map((path) => [path, path])), '1600000000.123456789')
    const remote = `remote:${(await newBucket(ceph())).name}`

    expect(await user.tranship('sync', source, remote)).toMatchObject({ code: 0, stderr: '' })
    console.log('first sync of 1,000 files:', proxy.counts(), proxy.total())
    expect(proxy.counts()).toEqual({ list: 1, put: 1000 })

    // A listing does not tell modification times, but they are remembered.
    proxy.forget()
    expect(await user.tranship('sync', source, remote)).toMatchObject({ code: 0, stderr: '' })
    console.log('second sync of 1,000 files:', proxy.counts(), proxy.total())
    expect(Object.keys(proxy.counts())).toEqual(['list'])
    expect(proxy.total()).toBeLessThanOrEqual(2)

    proxy.forget()
    expect(await user.tranship('sync', '--size-only', source, remote)).toMatchObject({ code: 0, stderr: '' })
    console.log('the same with --size-only:', proxy.counts(), proxy.total())
    expect(proxy.total()).toBeLessThanOrEqual(2)

    proxy.forget()
    expect(await user.tranship('sync', '--checksum', source, remote)).toMatchObject({ code: 0, stderr: '' })
    console.log('the same with --checksum:', proxy.counts(), proxy.total())
    expect(proxy.total()).toBeLessThanOrEqual(2)
  })

  test('of a sync whose times nobody remembers: one for each file, once', async () => {
    const { user, proxy } = await newCountedUser()
    const bucket = await newBucket(ceph())
    const source = join(user.folder, 'source')
    const paths = numbered(100, 'dir/')
    makeTree(source, Object.fromEntries(paths.map((path) => [path, path])), '1600000000.123456789')
    const sync = async () => {
      proxy.forget()
      expect(await user.tranship('sync', source, `remote:${bucket.name}`)).toMatchObject({ code: 0, stderr: '' })
      return proxy.counts()
    }
    // Another program has uploaded them.
    for (const path of paths) await bucket.put(path, path, { mtime: '1600000000.123456789' })
    await settled()
    expect(await sync()).toEqual({ list: 1, head: 100 })
    expect(await sync()).toEqual({ list: 1 })
    await bucket.put('dir/00007', 'dir/00007', { mtime: '1600000001' })
    expect(await sync()).toEqual({ list: 1, head: 2, copy: 1 }) // one of them by the copy, which keeps what else is stored
    expect(await bucket.metadata('dir/00007')).toEqual({ mtime: '1600000000.123456789' })
    expect(await sync()).toEqual({ list: 1 })
    await settled()
    writeFileSync(join(user.env.XDG_CACHE_HOME ?? '', 'tranship/records.db'), 'x'.repeat(10_000))
    expect(await sync()).toEqual({ list: 1, head: 100 })
    expect(await sync()).toEqual({ list: 1 })
  })

  test('of a sync to a bucket that is missing: one makes it, however many files miss it', async () => {
    const { user, proxy } = await newCountedUser()
    makeTree(join(user.folder, 'source'), Object.fromEntries(numbered(20, 'file-').map((path) => [path, path])))
    expect(await user.tranship('sync', 'source', `remote:${newBucketName()}`)).toMatchObject({ code: 0, stderr: '' })
    console.log('20 files into a bucket that is missing:', proxy.counts())
    expect(proxy.counts()).toMatchObject({ 'make bucket': 1 })
  })

  test('of one file copied into a bucket of 10,000 keys', async () => {
    const { user, proxy } = await newCountedUser()
    const bucket = await newBucket(ceph())
    await bucket.fill(numbered(10_000, 'key-'))
    makeTree(user.folder, { 'one file': 'new' })

    expect(await user.tranship('copy', 'one file', `remote:${bucket.name}`)).toMatchObject({ code: 0, stderr: '' })
    console.log('one file into a bucket of 10,000 keys:', proxy.counts())
    expect(proxy.counts()).toMatchObject({ put: 1 })
    expect(proxy.total()).toBeLessThanOrEqual(3)
    expect((await bucket.body('one file')).toString()).toBe('new')

    proxy.forget()
    expect(await user.tranship('copy', 'one file', `remote:${bucket.name}`)).toMatchObject({ code: 0, stderr: '' })
    console.log('the same file again:', proxy.counts())
    expect(proxy.counts().put).toBeUndefined()
    expect(proxy.total()).toBeLessThanOrEqual(2)
  }, 300_000)

  test('of ls in a bucket of 2,500 keys: its pages', async () => {
    const { user, proxy } = await newCountedUser()
    const bucket = await newBucket(ceph())
    const keys = numbered(2500, 'dir/key-')
    await bucket.fill(keys)

    const { code, stdout, stderr } = await user.tranship('ls', `remote:${bucket.name}`)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(10)),
    ).toEqual(keys)
    expect(proxy.counts()).toEqual({ list: 3 })
  })
})
