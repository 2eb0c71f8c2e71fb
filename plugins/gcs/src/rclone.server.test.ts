import { createHash, randomBytes } from 'node:crypto'
import { bytesSource, type FsPath, joinPath, openFs, readAll } from '@tranship/core'
import { expect, onTestFinished, test } from 'vitest'
import { hasRclone, rclone } from '../test/rclone.js'
import gcs from './index.js'

const CHUNK = 256 * 1024
const TIME = 1_354_040_105_123_456_789n

const endpoint = process.env.TRANSHIP_TEST_GCS_ENDPOINT
const isThere = endpoint !== undefined && (await hasRclone())

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex')

test.runIf(isThere)('on fake-gcs-server, rclone and we read and copy what the other writes', { timeout: 60_000 }, async () => {
  const url = endpoint ?? expect.fail()
  const other = (...args: readonly string[]) => rclone(url, 'any', ...args)
  const fs = await openFs(gcs, { endpoint: url, anonymous: true, project_number: 'test-project', chunk_size: CHUNK })
  onTestFinished(() => fs.close?.())
  const bucket = `tranship-test-${randomBytes(6).toString('hex')}` as FsPath
  for (const size of [0, 10, 3 * CHUNK + 1]) {
    const bytes = randomBytes(size)
    await fs.put(joinPath(bucket, `d/file ${size}`), bytesSource(bytes), { modTime: TIME })
    expect(md5(await other('cat', `r:${bucket}/d/file ${size}`))).toBe(md5(bytes))
    const [listed] = JSON.parse((await other('lsjson', `r:${bucket}/d/file ${size}`)).toString())
    expect([listed.Size, listed.ModTime]).toEqual([size, '2012-11-27T18:15:05.123456789Z'])
    await other('copyto', `r:${bucket}/d/file ${size}`, `r:${bucket}/e/file ${size}`)
    const copy = await fs.stat(joinPath(bucket, `e/file ${size}`))
    expect([copy.size, copy.modTime, md5(await readAll(fs.open(copy)))]).toEqual([size, TIME, md5(bytes)])
  }
  await other('check', `r:${bucket}/d`, `r:${bucket}/e`)
  await other('purge', `r:${bucket}`)
})
test.skipIf(isThere)('gcs beside rclone on fake-gcs-server: one of them is missing', () => {})
