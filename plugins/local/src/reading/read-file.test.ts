import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, closeSync, openSync, readdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ByteRange, readAll, resolveRange } from '@tranship/core/backend'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { path, scratchFs } from '../../test/scratch.js'

const MIB = 1024 * 1024
const openDescriptors = () => readdirSync('/proc/self/fd').length

describe('open', () => {
  it.each([0, 1, 256 * 1024, 256 * 1024 + 1, MIB, MIB + 1, 3 * MIB + 17])(
    'yields a file of %i bytes, with and without reuse',
    async (size) => {
      const { fs, root } = scratchFs()
      const body = randomBytes(size)
      writeFileSync(join(root, 'file'), body)
      const object = await fs.stat(path('file'))
      expect(Buffer.compare(await readAll(fs.open(object)), body)).toBe(0)
      const copy: Buffer[] = []
      for await (const chunk of fs.open(object, { reuse: true })) copy.push(Buffer.from(chunk))
      expect(Buffer.compare(Buffer.concat(copy), body)).toBe(0)
    },
  )

  it('yields any range', async () => {
    const { fs, root } = scratchFs()
    const body = randomBytes(2 * MIB + 100)
    writeFileSync(join(root, 'file'), body)
    const object = await fs.stat(path('file'))
    const offset = fc.integer({ min: 0, max: body.byteLength + 10 })
    const range: fc.Arbitrary<ByteRange> = fc.oneof(
      fc.record({ start: offset, end: offset }),
      fc.record({ start: offset }),
      fc.record({ last: offset }),
    )
    await fc.assert(
      fc.asyncProperty(range, async (range) => {
        const { start, end } = resolveRange(range, body.byteLength)
        expect(Buffer.compare(await readAll(fs.open(object, { range })), body.subarray(start, end))).toBe(0)
      }),
      { numRuns: 60 },
    )
  })

  it('is precondition-failed for a file that is not the listed one', async () => {
    const { fs, root } = scratchFs()
    writeFileSync(join(root, 'file'), 'one')
    const object = await fs.stat(path('file'))
    writeFileSync(join(root, 'file'), 'more')
    await expect(readAll(fs.open(object))).rejects.toMatchObject({ kind: 'precondition-failed', path: 'file' })
    await expect(fs.hash?.(object, 'md5')).rejects.toMatchObject({ kind: 'precondition-failed' })
  })

  it('sees bytes replaced under an old time and size', async () => {
    const { fs, root } = scratchFs()
    const file = join(root, 'file')
    writeFileSync(file, 'one')
    utimesSync(file, 1000, 1000)
    const object = await fs.stat(path('file'))
    await new Promise((resolve) => setTimeout(resolve, 20))
    writeFileSync(file, 'two')
    utimesSync(file, 1000, 1000)
    await expect(readAll(fs.open(object))).rejects.toMatchObject({ kind: 'precondition-failed' })
  })

  it.each([
    ['grows', (file: string) => appendFileSync(file, 'x')],
    ['shrinks', (file: string) => truncateSync(file, MIB)],
  ])('is a mismatch when the file %s meanwhile', async (_, change) => {
    const { fs, root } = scratchFs()
    const file = join(root, 'file')
    writeFileSync(file, randomBytes(8 * MIB))
    const chunks = fs.open(await fs.stat(path('file')))[Symbol.asyncIterator]()
    await chunks.next()
    change(file)
    const rest = async () => {
      while (!(await chunks.next()).done);
    }
    await expect(rest()).rejects.toMatchObject({ kind: 'mismatch' })
  })

  it('is not-found, is-directory, and never waits for a pipe', async () => {
    const { fs, root } = scratchFs()
    execFileSync('mkfifo', [join(root, 'pipe')])
    const read = (name: string) => readAll(fs.open({ kind: 'object', path: path(name) }))
    await expect(read('none')).rejects.toMatchObject({ kind: 'not-found' })
    await expect(read('pipe')).rejects.toMatchObject({ kind: 'not-found' })
    await fs.mkdir(path('directory'))
    await expect(read('directory')).rejects.toMatchObject({ kind: 'is-directory' })
  })

  it('closes the file when left, finished, failed or aborted', async () => {
    const { fs, root } = scratchFs()
    writeFileSync(join(root, 'file'), randomBytes(4 * MIB))
    const object = await fs.stat(path('file'))
    closeSync(openSync(join(root, 'file'), 'r'))
    const before = openDescriptors()
    for await (const _ of fs.open(object)) break
    await readAll(fs.open(object))
    const controller = new AbortController()
    const reason = new Error('enough')
    const chunks = fs.open(object, { signal: controller.signal })[Symbol.asyncIterator]()
    await chunks.next()
    const pending = chunks.next()
    controller.abort(reason)
    await expect(pending).rejects.toBe(reason)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(openDescriptors()).toBe(before)
  })

  it('hashes', async () => {
    const { fs, root } = scratchFs()
    writeFileSync(join(root, 'file'), 'hello')
    const object = await fs.stat(path('file'))
    const digests = await Promise.all(['md5', 'crc32', 'nonsense'].map((name) => fs.hash?.(object, name)))
    expect(digests).toEqual(['5d41402abc4b2a76b9719d911017c592', '3610a686', undefined])
  })
})
