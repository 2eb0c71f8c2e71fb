import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { path, scratchFs } from '../../test/scratch.js'

/** Bytes that this process has read, of files and all else. */
const bytesRead = () => Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])

it.each([100_000, 9_000_000])('hashes of %i bytes that are asked for together come from one reading', async (size) => {
  const { fs, root } = scratchFs()
  const body = randomBytes(size)
  writeFileSync(join(root, 'file'), body)
  const object = await fs.stat(path('file'))
  const before = bytesRead()
  const digests = await Promise.all(['md5', 'sha1', 'sha256', 'crc32', 'nonsense'].map((name) => fs.hash?.(object, name)))
  expect(bytesRead() - before).toBeLessThan(1.5 * size)
  expect(digests.slice(0, 3)).toEqual(['md5', 'sha1', 'sha256'].map((name) => createHash(name).update(body).digest('hex')))
  expect(digests[4]).toBeUndefined()
})

it('is of the text of a link, where links are seen as text', async () => {
  const { fs, root } = scratchFs(undefined, { links: true })
  symlinkSync('over there', join(root, 'link'))
  expect(await fs.hash?.(await fs.stat(path('link.rclonelink')), 'md5')).toBe(createHash('md5').update('over there').digest('hex'))
})

it('goes on for one who waits when another, who asked before, gives up', async () => {
  const { fs, root } = scratchFs()
  writeFileSync(join(root, 'file'), randomBytes(9_000_000))
  const object = await fs.stat(path('file'))
  const controller = new AbortController()
  const reason = new Error('enough')
  const [first, second] = [fs.hash?.(object, 'md5', { signal: controller.signal }), fs.hash?.(object, 'md5')]
  controller.abort(reason)
  await expect(first).rejects.toBe(reason)
  expect(await second).toMatch(/^[0-9a-f]{32}$/)
})
