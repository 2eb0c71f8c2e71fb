import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  ftruncateSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { path, scratch, scratchFs } from '../../test/scratch.js'

const MIB = 1024 * 1024

describe('copy', () => {
  it.each([0, 1, 256 * 1024, 256 * 1024 + 1, 3 * MIB + 17])('of %i bytes has bytes and time, and usual permissions', async (size) => {
    const { fs, root } = scratchFs()
    writeFileSync(join(root, 'from'), randomBytes(size), { mode: 0o600 })
    chmodSync(join(root, 'from'), 0o4755)
    const object = await fs.stat(path('from'))
    const made = await fs.copy?.(object, path('d/to'), { replaces: 'nothing' })
    expect(made).toEqual(await fs.stat(path('d/to')))
    expect((made?.modTime ?? 0n) / 1000n).toBe((object.modTime ?? 0n) / 1000n)
    expect(readFileSync(join(root, 'd/to')).equals(readFileSync(join(root, 'from')))).toBe(true)
    expect(statSync(join(root, 'd/to')).mode & 0o7111).toBe(0)
    expect(readdirSync(join(root, 'd'))).toEqual(['to'])
  })

  it.each([1, 256 * 1024, 3 * MIB + 17])('of %i bytes tells of them before they go on, and waits', async (size) => {
    const { fs, root } = scratchFs(undefined, { no_clone: true })
    writeFileSync(join(root, 'from'), randomBytes(size))
    const told: number[] = []
    const slow = async (bytes: number) => {
      expect(existsSync(join(root, 'to'))).toBe(false)
      await new Promise(setImmediate)
      told.push(bytes)
    }
    await fs.copy?.(await fs.stat(path('from')), path('to'), { take: slow })
    expect(told.reduce((sum, bytes) => sum + bytes)).toBe(size)
    expect(Math.max(...told)).toBeLessThanOrEqual(MIB)
  })

  it('leaves holes where the source has them, unless told otherwise', async () => {
    for (const no_sparse of [false, true]) {
      const { fs, root } = scratchFs(undefined, { no_sparse })
      const fd = openSync(join(root, 'from'), 'w')
      writeSync(fd, randomBytes(100_000), 0, 100_000, 5 * MIB + 11)
      ftruncateSync(fd, 20 * MIB + 3)
      await fs.copy?.(await fs.stat(path('from')), path('to'))
      const [from, to] = ['from', 'to'].map((name) => join(root, name)) as [string, string]
      expect(readFileSync(to).equals(readFileSync(from))).toBe(true)
      const room = statSync(to).blocks * 512
      if (no_sparse) expect(room).toBeGreaterThan(20 * MIB - 1)
      else expect(room).toBeLessThan(2 * MIB)
    }
  })

  it.each([
    ['grows', (file: string) => appendFileSync(file, 'x')],
    ['shrinks', (file: string) => truncateSync(file, MIB)],
  ])('is a mismatch when its source %s meanwhile, and leaves the old file', async (_, change) => {
    const { fs, root } = scratchFs()
    writeFileSync(join(root, 'from'), randomBytes(40 * MIB))
    writeFileSync(join(root, 'to'), 'old')
    const copying = fs.copy?.(await fs.stat(path('from')), path('to'))
    await new Promise(setImmediate)
    change(join(root, 'from'))
    await expect(copying).rejects.toMatchObject({ kind: 'mismatch', path: 'from' })
    expect(readFileSync(join(root, 'to'), 'utf8')).toBe('old')
    expect(readdirSync(root).toSorted()).toEqual(['from', 'to'])
  })

  it('gives up at once when aborted, and leaves nothing', async () => {
    const { fs, root } = scratchFs()
    writeFileSync(join(root, 'from'), randomBytes(40 * MIB))
    const controller = new AbortController()
    const copying = fs.copy?.(await fs.stat(path('from')), path('to'), { signal: controller.signal })
    const reason = new Error('enough')
    setImmediate(() => controller.abort(reason))
    await expect(copying).rejects.toBe(reason)
    expect(readdirSync(root)).toEqual(['from'])
  })

  it('onto another name of the same file makes a file of its own', async () => {
    const { fs, root } = scratchFs()
    writeFileSync(join(root, 'from'), 'content')
    linkSync(join(root, 'from'), join(root, 'to'))
    await fs.copy?.(await fs.stat(path('from')), path('to'))
    expect(statSync(join(root, 'to')).ino).not.toBe(statSync(join(root, 'from')).ino)
    expect(readFileSync(join(root, 'to'), 'utf8')).toBe('content')
  })

  it('shares blocks where the file system can, with the permissions of a new file', async (context) => {
    const [image, directory] = [join(scratch(), 'image'), scratch()]
    try {
      execFileSync('truncate', ['-s', '400M', image])
      execFileSync('mkfs.xfs', ['-q', '-m', 'reflink=1', image], { stdio: 'pipe' })
      execFileSync('mount', ['-o', 'loop', image, directory], { stdio: 'pipe' })
    } catch (error) {
      context.skip(`no XFS can be made and mounted here: ${error instanceof Error ? error.message.trim() : error}`)
    }
    try {
      const { fs, root } = scratchFs(directory)
      writeFileSync(join(root, 'from'), randomBytes(100 * MIB))
      chmodSync(join(root, 'from'), 0o4700)
      const before = (await fs.about?.())?.free ?? 0
      for (let at = 0; at < 4; at++) await fs.copy?.(await fs.stat(path('from')), path(`to ${at}`))
      expect(before - ((await fs.about?.())?.free ?? 0)).toBeLessThan(20 * MIB)
      expect(statSync(join(root, 'to 3')).mode & 0o7111).toBe(0)
      expect(readFileSync(join(root, 'to 3')).equals(readFileSync(join(root, 'from')))).toBe(true)
    } finally {
      execFileSync('umount', [directory])
    }
  })
})
