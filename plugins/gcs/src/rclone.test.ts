import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesSource, type Fs, type FsPath, joinPath, openFs, readAll } from '@tranship/core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Double, startDouble, TOKEN } from '../test/double/server.js'
import { hasRclone, rclone } from '../test/rclone.js'
import gcs from './index.js'
import { encodedKey } from './key-encoding.js'

const CHUNK = 256 * 1024
const TIME = 1_354_040_105_123_456_789n
/** Bytes above which rclone uploads in chunks. */
const LARGE = 16 * 1024 ** 2 + 12_345

const NAMES = ['a\nb', 'a\u{240a}b', 'a\u{201b}\u{240a}b', 'c\r', '~', '\u{fffd}', 'ü/\u{1f600}']

const isThere = await hasRclone()
if (!isThere) console.warn('skipped: gcs side by side with rclone, which is not on the PATH')

let double: Double
beforeAll(async () => {
  double = await startDouble({ pageSize: 3 })
})
afterAll(() => {
  double.close()
  expect(double.violations).toEqual([])
})

async function opened(): Promise<Fs> {
  const { endpoint } = double
  const fs = await openFs(gcs, { endpoint, access_token: TOKEN, project_number: '1', chunk_size: CHUNK })
  onTestFinished(() => fs.close?.())
  return fs
}

const freshBucket = () => `tranship-test-${randomBytes(6).toString('hex')}` as FsPath
const other = (...args: readonly string[]) => rclone(double.endpoint, TOKEN, ...args)
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex')

/** A directory with files of some sizes, which goes with the test. */
function madeTree(sizes: readonly number[]): string {
  const scratch = mkdtempSync(join(tmpdir(), 'tranship-gcs-'))
  onTestFinished(() => rmSync(scratch, { recursive: true }))
  mkdirSync(join(scratch, 'd'))
  for (const size of sizes) {
    const file = join(scratch, 'd', `file ${size}`)
    writeFileSync(file, randomBytes(size))
    utimesSync(file, 1_354_040_105, 1_354_040_105.25)
  }
  return scratch
}

describe.runIf(isThere)('side by side with rclone', () => {
  test('it reads, checks, copies and removes what we write', { timeout: 60_000 }, async () => {
    const fs = await opened()
    const bucket = freshBucket()
    for (const size of [0, 10, CHUNK, 3 * CHUNK + 1]) {
      const bytes = randomBytes(size)
      await fs.put(joinPath(bucket, `d/file ${size}`), bytesSource(bytes), { modTime: TIME })
      expect(md5(await other('cat', `r:${bucket}/d/file ${size}`))).toBe(md5(bytes))
      const [listed] = JSON.parse((await other('lsjson', '--hash', `r:${bucket}/d/file ${size}`)).toString())
      expect([listed.Size, listed.ModTime, listed.Hashes.md5]).toEqual([size, '2012-11-27T18:15:05.123456789Z', md5(bytes)])
    }
    await other('check', '--download', `r:${bucket}/d`, `r:${bucket}/d`)
    await other('copy', `r:${bucket}/d`, `r:${bucket}/e`)
    const copy = await fs.stat(joinPath(bucket, 'e/file 10'))
    expect([copy.size, copy.modTime]).toEqual([10, TIME])
    await other('purge', `r:${bucket}`)
    await expect(readAll(fs.open(copy))).rejects.toMatchObject({ kind: 'not-found' })
  })

  test('we read, copy, touch and remove what it writes, in chunks too', { timeout: 60_000 }, async () => {
    const fs = await opened()
    const bucket = freshBucket()
    const sizes = [0, 10, LARGE]
    const tree = madeTree(sizes)
    await other('copy', tree, `r:${bucket}`)
    for (const size of sizes) {
      const object = await fs.stat(joinPath(bucket, `d/file ${size}`))
      expect([object.size, object.modTime]).toEqual([size, 1_354_040_105_250_000_000n])
      expect(md5(await readAll(fs.open(object)))).toBe(object.hashes?.md5)
      await fs.copy?.(object, joinPath(bucket, `e/file ${size}`))
    }
    await other('check', join(tree, 'd'), `r:${bucket}/e`)
    await fs.setModTime?.(await fs.stat(joinPath(bucket, 'e/file 10')), TIME)
    expect((await other('lsl', `r:${bucket}/e/file 10`)).toString()).toContain('18:15:05.123456789')
    await other('touch', '--timestamp', '2001-02-03T04:05:06.000000007', `r:${bucket}/e/file 10`)
    expect((await fs.stat(joinPath(bucket, 'e/file 10'))).modTime).toBe(BigInt(Date.UTC(2001, 1, 3, 4, 5, 6)) * 1_000_000n + 7n)
    await other('delete', `r:${bucket}/e`)
    await expect(fs.stat(joinPath(bucket, 'e/file 10'))).rejects.toMatchObject({ kind: 'not-found' })
  })

  test('both have the same names for what the service cannot store', { timeout: 60_000 }, async () => {
    const fs = await opened()
    const bucket = freshBucket()
    for (const name of NAMES) {
      await fs.put(joinPath(bucket, `d/${name}`), bytesSource(Buffer.from(name)))
      // Within rclone a control is its picture, and the picture has a mark before it.
      expect((await other('cat', `r:${bucket}/d/${encodedKey(name)}`)).toString()).toBe(name)
    }
    const listed = JSON.parse((await other('lsjson', '-R', '--files-only', `r:${bucket}/d`)).toString()) as { Path: string }[]
    expect(listed.map(({ Path }) => Path).sort()).toEqual(NAMES.map(encodedKey).sort())
  })
})
test.skipIf(isThere)('gcs side by side with rclone', () => {})
