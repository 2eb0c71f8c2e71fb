import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newBucket, newBucketName } from './harness/bucket.js'
import { ceph, hasCeph, s3Section } from './harness/ceph.js'
import { type CountingProxy, startCountingProxy } from './harness/counting-proxy.js'
import { makeTree } from './harness/tree.js'
import { newUser, type User } from './harness/user.js'

/** A user whose `remote:` is the gateway behind a proxy that counts. */
async function newCountedUser(): Promise<{ user: User; proxy: CountingProxy }> {
  const [user, proxy] = [newUser(), await startCountingProxy(ceph().endpoint)]
  user.configure({ remote: s3Section({ ...ceph(), endpoint: proxy.endpoint }) })
  return { user, proxy }
}

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

    proxy.forget()
    expect(await user.tranship('sync', source, remote)).toMatchObject({ code: 0, stderr: '' })
    console.log('second sync of 1,000 files:', proxy.counts(), proxy.total())
    expect(Object.keys(proxy.counts()).toSorted()).toEqual(['head', 'list'])
    // A listing does not tell modification times: one request a file, and one page or two of keys.
    expect(proxy.total()).toBeLessThanOrEqual(1002)

    proxy.forget()
    expect(await user.tranship('sync', '--size-only', source, remote)).toMatchObject({ code: 0, stderr: '' })
    console.log('the same with --size-only:', proxy.counts(), proxy.total())
    expect(proxy.total()).toBeLessThanOrEqual(2)

    proxy.forget()
    expect(await user.tranship('sync', '--checksum', source, remote)).toMatchObject({ code: 0, stderr: '' })
    console.log('the same with --checksum:', proxy.counts(), proxy.total())
    expect(proxy.total()).toBeLessThanOrEqual(2)
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
