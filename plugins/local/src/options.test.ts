import { execFileSync } from 'node:child_process'
import { chownSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ByteSource, bytesSource, orderKey } from '@tranship/core/backend'
import { describe, expect, it, type TestContext } from 'vitest'
import { entries, path, scratch, scratchFs } from '../test/scratch.js'

const of = (body: string) => bytesSource(Buffer.from(body))
const isRoot = process.geteuid?.() === 0

/** Runs `work` while a small file system in memory is mounted at `directory`. */
async function withMounted(context: TestContext, directory: string, work: () => Promise<void>): Promise<void> {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', directory], { stdio: 'pipe' })
  } catch (error) {
    context.skip(`no tmpfs can be mounted here: ${error instanceof Error ? error.message.trim() : error}`)
  }
  try {
    await work()
  } finally {
    execFileSync('umount', ['-l', directory], { stdio: 'pipe' })
  }
}

describe('one_file_system', () => {
  it('leaves out directories of another one, with a notice', async (context) => {
    const root = scratch()
    for (const name of ['own', 'other']) mkdirSync(join(root, name))
    await withMounted(context, join(root, 'other'), async () => {
      writeFileSync(join(root, 'other', 'file'), '')
      const listed = async (one_file_system: boolean) => {
        const { fs, logged } = scratchFs(root, { one_file_system })
        return { keys: (await entries(fs.listAll?.(path('')) ?? fs.list(path('')))).map(orderKey), logged }
      }
      expect(await listed(false)).toEqual({ keys: ['other/', 'other/file', 'own/'], logged: [] })
      expect(await listed(true)).toEqual({ keys: ['own/'], logged: ['notice other: directory of another file system skipped'] })
    })
  })
})

describe('room', () => {
  it('is asked for before a large file is written, unless that is not wished', async (context) => {
    const root = scratch()
    await withMounted(context, root, async () => {
      let opened = 0
      const source: ByteSource = {
        size: 8_000_000,
        repeatable: true,
        open: (...range) => {
          opened++
          return bytesSource(Buffer.alloc(8_000_000, 1)).open(...range)
        },
      }
      for (const no_preallocate of [false, true]) {
        const { fs } = scratchFs(root, { no_preallocate })
        await expect(fs.put(path('file'), source)).rejects.toMatchObject({
          kind: 'quota',
          message: expect.stringContaining('no space left'),
        })
        expect(opened).toBe(no_preallocate ? 1 : 0)
        expect(readdirSync(root)).toEqual([])
      }
    })
  })
})

describe('inplace', () => {
  it('keeps the file that is written, with all its names, and a failure loses it', async () => {
    const { fs, root } = scratchFs(undefined, { inplace: true })
    writeFileSync(join(root, 'file'), 'a longer text')
    linkSync(join(root, 'file'), join(root, 'second name'))
    const object = await fs.put(path('file'), of('new'), { modTime: 1_000_000_000n })
    expect(object).toEqual(await fs.stat(path('file')))
    expect(readFileSync(join(root, 'second name'), 'utf8')).toBe('new')
    await expect(fs.put(path('file'), { ...of('short'), size: 7 })).rejects.toMatchObject({ kind: 'mismatch' })
    expect(readdirSync(root)).toEqual(['second name'])
  })
})

it('fsync changes nothing that can be seen', async () => {
  const { fs, root } = scratchFs(undefined, { fsync: true })
  const object = await fs.put(path('d/file'), of('x'), { modTime: 1_000_000_000n })
  expect(object).toEqual(await fs.stat(path('d/file')))
  await fs.copy?.(object, path('copy'))
  expect(readFileSync(join(root, 'copy'), 'utf8')).toBe('x')
})

it('unicode_normalization shows composed names and finds what is stored otherwise', async () => {
  const { fs, root } = scratchFs(undefined, { unicode_normalization: true })
  mkdirSync(join(root, 'cafe\u0301'))
  writeFileSync(join(root, 'cafe\u0301', 'e\u0301'), 'x')
  writeFileSync(join(root, 'n\u0303'), '1')
  writeFileSync(join(root, '\u00f1'), '2')
  const all = await entries(fs.listAll?.(path('')) ?? fs.list(path('')))
  expect(all.map((entry) => `${entry.kind} ${entry.path}`)).toEqual([
    'directory caf\u00e9',
    'object caf\u00e9/\u00e9',
    'object \u00f1',
    'unreadable \u00f1',
  ])
  await fs.put(path('caf\u00e9/\u00e9'), of('new'))
  expect(readdirSync(join(root, 'cafe\u0301'))).toEqual(['e\u0301'])
})

it('time_type chooses the time that is told, hashes those that are offered', async () => {
  const { root } = scratchFs()
  writeFileSync(join(root, 'file'), '')
  const status = statSync(join(root, 'file'), { bigint: true })
  const born = scratchFs(root, { time_type: 'btime', hashes: 'sha1, md5' }).fs
  expect((await born.stat(path('file'))).modTime).toBe(status.birthtimeNs)
  expect(born.features.hashes).toEqual(['md5', 'sha1'])
  expect(born.setModTime).toBeUndefined()
  const timeless = scratchFs(root, { no_set_modtime: true }).fs
  expect([timeless.features.modTimePrecision, timeless.setModTime]).toEqual([undefined, undefined])
  expect((await timeless.put(path('file'), of('x'), { modTime: 5n })).modTime).toBeGreaterThan(5n)
})

it('case counts where the file system says so, or the person', () => {
  const root = scratch()
  writeFileSync(join(root, 'Name'), '')
  const { features } = scratchFs(root).fs
  expect(features.caseSensitive).toBe(
    readdirSync(root).length === 1 && statSync(join(root, 'nAME'), { throwIfNoEntry: false }) === undefined,
  )
  expect(scratchFs(root, { case_insensitive: true }).fs.features.caseSensitive).toBe(false)
  expect(scratchFs(join(root, 'missing'), { case_sensitive: true }).fs.features.caseSensitive).toBe(true)
})

it.runIf(isRoot)('the superuser keeps the owner of a file that is replaced', async () => {
  const { fs, root } = scratchFs()
  writeFileSync(join(root, 'file'), 'old', { mode: 0o640 })
  chownSync(join(root, 'file'), 1234, 4321)
  await fs.put(path('file'), of('new'))
  const { uid, gid, mode } = statSync(join(root, 'file'))
  expect([uid, gid, mode & 0o777]).toEqual([1234, 4321, 0o640])
})
