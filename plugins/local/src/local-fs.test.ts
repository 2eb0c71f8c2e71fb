import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withDefaults } from '@tranship/core'
import { bytesSource, isConfigError } from '@tranship/core/backend'
import { describe, expect, it } from 'vitest'
import { entries, path, scratch, scratchFs, text } from '../test/scratch.js'
import local from './index.js'

const of = (body: string) => bytesSource(Buffer.from(body))

describe('directories', () => {
  it('are made with their parents, and kept', async () => {
    const { fs, root } = scratchFs(join(scratch(), 'new'))
    expect(await fs.mkdir(path('a/b'))).toMatchObject({ kind: 'directory', path: 'a/b', modTime: expect.any(BigInt) })
    writeFileSync(join(root, 'a/b/file'), '')
    await fs.mkdir(path('a/b'))
    expect(readdirSync(join(root, 'a/b'))).toEqual(['file'])
    await expect(fs.mkdir(path('a/b/file'))).rejects.toMatchObject({ kind: 'already-exists' })
    await expect(fs.mkdir(path('a/b/file/c'))).rejects.toMatchObject({ kind: 'already-exists', path: 'a/b/file' })
  })

  it('are removed when empty, the root too', async () => {
    const { fs, root } = scratchFs()
    await fs.mkdir(path('a/b'))
    await expect(fs.rmdir(path('a'))).rejects.toMatchObject({ kind: 'not-empty', path: 'a' })
    await fs.rmdir(path('a/b'))
    await expect(fs.rmdir(path('a/b'))).rejects.toMatchObject({ kind: 'not-found', path: 'a/b' })
    await fs.rmdir(path('a'))
    await fs.rmdir(path(''))
    expect(existsSync(root)).toBe(false)
    await fs.mkdir(path(''))
    expect(readdirSync(root)).toEqual([])
  })

  it('are purged with everything below, links removed and not followed', async () => {
    const { fs, root } = scratchFs()
    const outside = scratch()
    writeFileSync(join(outside, 'file'), '')
    mkdirSync(join(root, 'a/b/c'), { recursive: true })
    for (let at = 0; at < 1200; at++) writeFileSync(join(root, `a/b/${at}`), '')
    symlinkSync(outside, join(root, 'a/b/c/link'))
    writeFileSync(Buffer.concat([Buffer.from(`${root}/a/`), Buffer.from([0xff])]), '')
    writeFileSync(join(root, 'beside'), '')
    await fs.purge?.(path('a'))
    expect(readdirSync(root)).toEqual(['beside'])
    expect(readdirSync(outside)).toEqual(['file'])
    await expect(fs.purge?.(path('a'))).rejects.toMatchObject({ kind: 'not-found' })
    await expect(fs.purge?.(path('beside'))).rejects.toMatchObject({ kind: 'not-found' })
  })

  it('stay when the removal is aborted', async () => {
    const { fs, root } = scratchFs()
    writeFileSync(join(root, 'file'), '')
    const reason = new Error('enough')
    await expect(fs.purge?.(path(''), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(readdirSync(root)).toEqual(['file'])
  })

  it('are never the whole machine', async () => {
    const { fs } = scratchFs('/')
    const link = join(scratch(), 'link')
    symlinkSync('/', link)
    await expect(fs.rmdir(path(''))).rejects.toMatchObject({ kind: 'denied' })
    await expect(scratchFs(link).fs.rmdir(path(''))).rejects.toMatchObject({ kind: 'denied' })
  })
})

describe('remove', () => {
  it('is held to the version, and to files', async () => {
    const { fs, root } = scratchFs()
    const object = await fs.put(path('file'), of('x'))
    writeFileSync(join(root, 'file'), 'other')
    await expect(fs.remove(object)).rejects.toMatchObject({ kind: 'precondition-failed' })
    await fs.remove(await fs.stat(path('file')))
    await expect(fs.remove(object)).rejects.toMatchObject({ kind: 'not-found', path: 'file' })
    await fs.mkdir(path('directory'))
    await expect(fs.remove({ kind: 'object', path: path('directory') })).rejects.toMatchObject({ kind: 'is-directory' })
  })
})

describe('stat', () => {
  it('tells a directory, and a root that is a file is none', async () => {
    const { fs, root } = scratchFs()
    await fs.put(path('a/file'), of('x'))
    await expect(fs.stat(path('a'))).rejects.toMatchObject({ kind: 'is-directory' })
    await expect(fs.stat(path(''))).rejects.toMatchObject({ kind: 'is-directory' })
    await expect(fs.stat(path('a/file/below'))).rejects.toMatchObject({ kind: 'not-found' })
    await expect(scratchFs(join(root, 'a/file')).fs.stat(path(''))).rejects.toMatchObject({ kind: 'not-found' })
  })
})

describe('setModTime', () => {
  it('sets that of a file and of a directory, and tells the new version', async () => {
    const { fs } = scratchFs()
    const object = await fs.put(path('a/file'), of('x'))
    const touched = await fs.setModTime?.(object, 1_000_000_001_999n)
    expect(touched).toEqual(await fs.stat(path('a/file')))
    expect(touched?.kind === 'object' && (touched.modTime ?? 0n) / 1000n).toBe(1_000_000_001n)
    await expect(fs.setModTime?.(object, 0n)).rejects.toMatchObject({ kind: 'precondition-failed' })
    await fs.setModTime?.({ kind: 'directory', path: path('a') }, 5_000_000_000n)
    expect(await entries(fs.list(path('')))).toMatchObject([{ path: 'a', modTime: 5_000_000_000n }])
  })
})

describe('move', () => {
  it('renames, replaces, keeps or sets the time', async () => {
    const { fs, root } = scratchFs()
    const one = await fs.put(path('one'), of('1'), { modTime: 1_000_000_000n })
    await fs.put(path('b/two'), of('old'))
    const moved = await fs.move?.(one, path('b/two'))
    expect(moved).toEqual(await fs.stat(path('b/two')))
    expect(moved).toMatchObject({ path: 'b/two', size: 1, modTime: 1_000_000_000n })
    expect(existsSync(join(root, 'one'))).toBe(false)
    await expect(fs.move?.(one, path('x'))).rejects.toMatchObject({ kind: 'not-found', path: 'one' })
    const again = await fs.move?.(await fs.stat(path('b/two')), path('c'), { modTime: 2_000_000_000n })
    expect(again?.modTime).toBe(2_000_000_000n)
  })

  it('does nothing onto itself, and onto another link of the same file removes its source', async () => {
    const { fs, root } = scratchFs()
    const one = await fs.put(path('one'), of('1'))
    expect(await fs.move?.(one, path('one'))).toEqual(one)
    linkSync(join(root, 'one'), join(root, 'two'))
    await fs.move?.(await fs.stat(path('one')), path('two'))
    expect(readdirSync(root)).toEqual(['two'])
  })

  it('holds to versions on both sides', async () => {
    const { fs } = scratchFs()
    const one = await fs.put(path('one'), of('1'))
    const two = await fs.put(path('two'), of('2'))
    await expect(fs.move?.(one, path('two'), { replaces: 'nothing' })).rejects.toMatchObject({ kind: 'precondition-failed' })
    await expect(fs.move?.({ ...one, version: 'other' }, path('x'))).rejects.toMatchObject({ kind: 'precondition-failed' })
    await fs.move?.(one, path('two'), { replaces: two })
    expect(await text(fs.open(await fs.stat(path('two'))))).toBe('1')
  })

  it('comes from another root, also on another file system', async () => {
    const from = scratchFs()
    const to = scratchFs()
    const body = 'x'.repeat(300_000)
    const moved = await to.fs.move?.(await from.fs.put(path('a'), of(body)), path('b/c'), { from: from.fs.place })
    expect(moved).toEqual(await to.fs.stat(path('b/c')))
    expect(readdirSync(from.root)).toEqual([])
  })

  it('of a directory refuses what is there, and keeps what is in it', async () => {
    const { fs, root } = scratchFs()
    await fs.put(path('a/b/file'), of('x'))
    await fs.mkdir(path('empty'))
    await expect(fs.moveDirectory?.(path('a'), path('empty'))).rejects.toMatchObject({ kind: 'already-exists' })
    await expect(fs.moveDirectory?.(path('none'), path('c'))).rejects.toMatchObject({ kind: 'not-found' })
    await fs.moveDirectory?.(path('a'), path('c/d'))
    expect(readFileSync(join(root, 'c/d/b/file'), 'utf8')).toBe('x')
    await expect(fs.moveDirectory?.(path('c'), path('c/d/inside'))).rejects.toMatchObject({ kind: 'invalid-path' })
  })

  it.runIf(existsSync('/dev/shm') && statSync('/dev/shm').dev !== statSync(scratch()).dev)(
    'copies to another file system and removes the source (needs /dev/shm apart from the temporary directory)',
    async () => {
      const { fs, root } = scratchFs()
      const shm = `/dev/shm/tranship-${process.pid}`
      const other = scratchFs(shm)
      try {
        const object = await fs.put(path('a'), of('x'.repeat(300_000)), { modTime: 7_000_000_000n })
        expect(await other.fs.move?.(object, path('b'), { from: fs.place })).toMatchObject({ size: 300_000, modTime: 7_000_000_000n })
        expect(readdirSync(root)).toEqual([])
        expect(readdirSync(shm)).toEqual(['b'])
      } finally {
        await other.fs.purge?.(path(''))
      }
    },
  )
})

describe('the backend', () => {
  it('opens an absolute root, and no other', async () => {
    const context = { log: () => {} } as never
    const open = (root: string) => local.open(withDefaults(local.options, { root }), context)
    expect((await open('/srv')).place.path).toBe('srv')
    expect(isConfigError(await open('srv').catch((error) => error))).toBe(true)
  })

  it('tells the room of the file system', async () => {
    const { total = 0, used = 0, free = 0 } = (await scratchFs().fs.about?.()) ?? {}
    expect(total).toBeGreaterThan(0)
    expect(used + free).toBeLessThanOrEqual(total)
  })
})
