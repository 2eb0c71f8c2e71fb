import { closeSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, inject, test } from 'vitest'
import { newBucket } from './harness/bucket.js'
import { ceph, hasCeph, s3Section } from './harness/ceph.js'
import { startCountingProxy } from './harness/counting-proxy.js'
import { cutOff, MEBIBYTE } from './harness/cut-off.js'
import { type Moment, resumedDownload, resumedSegments, resumedUpload } from './harness/resumed-transfers.js'
import { newUser } from './harness/user.js'

const SIZE = 40 * MEBIBYTE
const swift = inject('swift')

const MOMENTS: readonly Moment[] = [
  { signal: 'SIGKILL', fraction: 0.1 + 0.8 * Math.random() },
  { signal: 'SIGINT', fraction: 0.1 + 0.8 * Math.random() },
]

describe.runIf(hasCeph).each(MOMENTS)('a transfer that $signal cut off after $fraction of it goes on', (moment) => {
  test('with the parts that S3 has', async () => {
    console.log(`    ${Math.round((await resumedUpload(moment, SIZE)) / 1024)} KiB were sent twice`)
  })

  test('with the parts that workers have read of a file', async () => {
    console.log(`    ${Math.round((await resumedUpload(moment, 2 * SIZE)) / 1024)} KiB were sent twice`)
  })

  test('with the partial file of a download', async () => {
    const again = await resumedDownload(moment, SIZE)
    console.log(`    ${Math.round(again / 1024)} KiB came twice`)
    expect(again, 'bytes that came twice').toBeLessThan(MEBIBYTE)
  })
})

describe.runIf(swift !== undefined).each(MOMENTS)('a transfer that $signal cut off after $fraction of it goes on', (moment) => {
  test('with the segments that Swift has', async () => {
    const account = swift?.native ?? expect.fail()
    console.log(`    ${Math.round((await resumedSegments(moment, SIZE, account)) / 1024)} KiB were sent twice`)
  })
})

describe.runIf(hasCeph)('what was cut off', () => {
  test('is not gone on with where the partial file is not what was written: the download begins anew', async () => {
    await resumedDownload({ signal: 'SIGKILL', fraction: 0.5 }, SIZE, (partial) => {
      const file = openSync(partial, 'r+')
      writeSync(file, Buffer.alloc(16, 'x'), 0, 16, 1000)
      closeSync(file)
    })
  })

  async function setting() {
    const [user, proxy, bucket] = [newUser(), await startCountingProxy(ceph().endpoint), await newBucket(ceph())]
    user.configure({ remote: { ...s3Section({ ...ceph(), endpoint: proxy.endpoint }), provider: 'Ceph', chunk_size: '5M' } })
    writeFileSync(join(user.folder, 'large'), Buffer.alloc(SIZE, 'old'))
    const copy = ['copy', 'large', `remote:${bucket.name}`]
    return { user, proxy, bucket, copy }
  }

  test('is removed when the file is another one by now', async () => {
    const { user, proxy, bucket, copy } = await setting()
    await cutOff(user, proxy, { way: 'up', after: SIZE / 2, signal: 'SIGKILL' }, [...copy, '--bwlimit', '40M'])
    expect(await bucket.unfinishedUploads()).toEqual(['large'])
    const content = Buffer.alloc(6 * MEBIBYTE, 'new')
    writeFileSync(join(user.folder, 'large'), content)
    expect(await user.tranship(...copy)).toMatchObject({ code: 0, stderr: '' })
    expect(await bucket.unfinishedUploads()).toEqual([])
    expect((await bucket.body('large')).equals(content)).toBe(true)
  })

  test('before the service had said its name is removed as well', async () => {
    const { user, proxy, bucket, copy } = await setting()
    proxy.disturb('create upload', { lose: true })
    const { child, ended } = user.start(...copy)
    while ((await bucket.unfinishedUploads()).length === 0) await pause(10)
    child.kill('SIGKILL')
    await ended
    const again = await user.tranship(...copy)
    expect(again.code, again.stderr).toBe(0)
    expect(await bucket.unfinishedUploads()).toEqual([])
    expect(await bucket.keys()).toEqual(['large'])
  })

  test('leaves nothing with --no-resume', async () => {
    const { user, proxy, bucket, copy } = await setting()
    const slowly = [...copy, '--no-resume', '--bwlimit', '40M']
    expect(await cutOff(user, proxy, { way: 'up', after: SIZE / 2, signal: 'SIGINT' }, slowly)).toMatchObject({ code: 130 })
    expect(await bucket.unfinishedUploads()).toEqual([])
    expect(readdirSync(user.env.HOME ?? '')).not.toContain('.local')
  })
})
