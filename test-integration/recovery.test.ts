import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Bucket, newBucket } from './harness/bucket.js'
import { ceph, hasCeph, s3Section } from './harness/ceph.js'
import { type CountingProxy, startCountingProxy } from './harness/counting-proxy.js'
import { run } from './harness/program.js'
import { makeTree, readTree } from './harness/tree.js'
import { newUser, type User } from './harness/user.js'

const MEBIBYTE = 1024 ** 2

interface Setting {
  readonly user: User
  readonly proxy: CountingProxy
  readonly bucket: Bucket
  /** The bucket, behind the proxy. */
  readonly remote: string
}

async function newSetting(): Promise<Setting> {
  const [user, proxy, bucket] = [newUser(), await startCountingProxy(ceph().endpoint), await newBucket(ceph())]
  user.configure({ remote: { ...s3Section({ ...ceph(), endpoint: proxy.endpoint }), provider: 'Ceph' } })
  return { user, proxy, bucket, remote: `remote:${bucket.name}` }
}

describe.runIf(hasCeph)('a service that is overloaded', () => {
  test('gets its requests again', async () => {
    const { user, proxy, bucket, remote } = await newSetting()
    makeTree(join(user.folder, 'source'), { a: 'a', b: 'b', c: 'c' })
    await bucket.put('extra', 'x')
    for (const kind of ['list', 'put', 'delete many'] as const) proxy.disturb(kind, { answer: 503 }, 2)
    expect(await user.tranship('sync', 'source', remote)).toMatchObject({ code: 0, stderr: '' })
    expect(await bucket.keys()).toEqual(['a', 'b', 'c'])
    expect(proxy.counts()).toMatchObject({ put: 5, 'delete many': 3 })
  })

  test('is waited for as long as it says', async () => {
    const { user, proxy, remote } = await newSetting()
    proxy.disturb('list', { answer: 503, retryAfter: '2' })
    const begun = performance.now()
    expect(await user.tranship('ls', remote)).toMatchObject({ code: 0, stderr: '' })
    // Not before: how long after is the machine's business.
    expect(performance.now() - begun).toBeGreaterThan(2000)
  })

  test('that never recovers is given up, with the exit code of a failure that may pass', async () => {
    const { user, proxy, bucket, remote } = await newSetting()
    makeTree(join(user.folder, 'source'), { a: 'a' })
    await bucket.put('extra', 'x')
    proxy.disturb('put', { answer: 503 }, 1000)
    const { code, stderr } = await user.tranship('sync', '--retries', '1', 'source', remote)
    expect(code, stderr).toBe(5)
    expect(await bucket.keys()).toEqual(['extra'])
  })
})

describe.runIf(hasCeph)('a connection that breaks', () => {
  test.each([
    ['at the beginning', 1000],
    ['in the middle', 5 * MEBIBYTE],
  ])('%s of a download: the file is whole', async (_where, bytes) => {
    const { user, proxy, bucket, remote } = await newSetting()
    const content = randomBytes(16 * MEBIBYTE)
    await bucket.put('large', content)
    proxy.disturb('get', { cutAfter: bytes }, 2)
    expect(await user.tranship('sync', remote, 'down')).toMatchObject({ code: 0, stderr: '' })
    expect(readFileSync(join(user.folder, 'down/large')).equals(content)).toBe(true)
    expect(readdirSync(join(user.folder, 'down'))).toEqual(['large'])
    expect(proxy.counts().get).toBe(3)
  })

  test('in each answer of a listing: nothing is taken for missing', async () => {
    const { user, proxy, bucket, remote } = await newSetting()
    const keys = Array.from({ length: 1500 }, (_, index) => `key-${index}`).toSorted()
    await bucket.fill(keys)
    proxy.disturb('list', { cutAfter: 20_000 }, 2)
    const { code, stdout } = await user.tranship('ls', remote)
    expect(code).toBe(0)
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(10)),
    ).toEqual(keys)
  })

  test('after the service did what it was asked to: the sync goes on', async () => {
    const { user, proxy, bucket, remote } = await newSetting()
    makeTree(join(user.folder, 'source'), { a: 'a', b: 'b', large: randomBytes(12 * MEBIBYTE) })
    await bucket.fill(['b', 'extra', 'further'])
    for (const kind of ['put', 'delete', 'create upload', 'part', 'complete upload'] as const) proxy.disturb(kind, { lose: true })
    const { code, stderr } = await user.tranship('sync', 'source', remote)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    console.log('requests of a sync of which five lost their answers:', proxy.counts())
    expect(proxy.counts()).toMatchObject({ put: 3 })
    expect(await bucket.keys()).toEqual(['a', 'b', 'large'])
    expect((await bucket.body('large')).equals(readFileSync(join(user.folder, 'source/large')))).toBe(true)
    const again = await user.tranship('check', 'source', remote)
    expect(again.code, again.stderr).toBe(0)
  })
})

describe.runIf(hasCeph)('Ctrl-C', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'in a large upload that is not to be gone on with leaves nothing behind: %s',
    async (signal) => {
      const { user, proxy, bucket, remote } = await newSetting()
      makeTree(join(user.folder, 'source'), { large: randomBytes(30 * MEBIBYTE) })
      await bucket.put('extra', 'only here')
      proxy.disturb('part', { hold: true }, 2)
      const arrival = proxy.arrival('part')
      const { child, ended } = user.start('sync', '--no-resume', 'source', remote)
      await arrival
      expect(await bucket.unfinishedUploads()).toEqual(['large'])
      child.kill(signal)
      const { code, stderr } = await ended
      expect(code, stderr).toBe(130)
      expect(stderr).toMatch(new RegExp(`^[\\d/]{10} [:\\d]{8} ERROR : stopped by ${signal}`))
      expect(stderr.trimEnd().split('\n')).toHaveLength(1)
      expect(await bucket.unfinishedUploads()).toEqual([])
      expect(await bucket.keys()).toEqual(['extra'])
    },
  )

  test('in a large download that is not to be gone on with leaves the old file, and no part of the new one', async () => {
    const { user, proxy, bucket, remote } = await newSetting()
    await bucket.put('large', randomBytes(8 * MEBIBYTE))
    makeTree(join(user.folder, 'down'), { large: 'the old copy', extra: 'only here' })
    proxy.disturb('get', { stallAfter: 3 * MEBIBYTE })
    const arrival = proxy.arrival('get')
    const { child, ended } = user.start('sync', '--no-resume', remote, 'down')
    await arrival
    await until(() => readdirSync(join(user.folder, 'down')).length > 2)
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect(code, stderr).toBe(130)
    expect(readTree(join(user.folder, 'down'))).toMatchObject({ extra: { size: 9 }, large: { size: 12 } })
    expect(readdirSync(join(user.folder, 'down')).toSorted()).toEqual(['extra', 'large'])
  })
})

describe('a reader that has seen enough', () => {
  test('ends us quietly', async () => {
    const user = newUser()
    const directory = join(user.folder, 'many')
    mkdirSync(directory)
    for (let index = 0; index < 20_000; index++) writeFileSync(join(directory, `a file with a rather long name, number ${index}`), '')
    for (const command of ['ls', 'lsl']) {
      const script = `set -o pipefail; "$@" ${command} many | head -1`
      const { code, stdout, stderr } = await run('bash', ['-c', script, 'bash', ...user.program], { env: user.env, cwd: user.folder })
      expect(stderr).toBe('')
      expect(stdout.trimEnd().split('\n')).toHaveLength(1)
      expect(code).toBe(0)
    }
  })

  test.runIf(hasCeph)('of a bucket, too', async () => {
    const { user, bucket, remote } = await newSetting()
    await bucket.fill(Array.from({ length: 2500 }, (_, index) => `a key with a rather long name ${'n'.repeat(100)} ${index}`))
    const script = 'set -o pipefail; "$@" | head -1'
    const { code, stdout, stderr } = await run('bash', ['-c', script, 'bash', ...user.program, 'ls', remote], {
      env: user.env,
      cwd: user.folder,
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  })
})

/** Waits until something is so; the test's own limit ends it otherwise. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20))
}
