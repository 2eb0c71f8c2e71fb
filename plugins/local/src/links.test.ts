import { lstatSync, lutimesSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesSource, orderKey } from '@tranship/core/backend'
import { describe, expect, it } from 'vitest'
import { entries, path, scratch, scratchFs, text } from '../test/scratch.js'

const of = (body: string) => bytesSource(Buffer.from(body))

/** A tree with a link to a file, to a directory outside, to nowhere, to itself, and to the directory above. */
function planted() {
  const root = scratch()
  const outside = scratch()
  mkdirSync(join(root, 'a'))
  writeFileSync(join(root, 'file'), 'content')
  writeFileSync(join(outside, 'theirs'), 'theirs')
  symlinkSync('file', join(root, 'to file'))
  symlinkSync(outside, join(root, 'to outside'))
  symlinkSync('nowhere', join(root, 'to nowhere'))
  symlinkSync('to itself', join(root, 'to itself'))
  symlinkSync('..', join(root, 'a', 'up'))
  return { root, outside }
}

describe('skipped', () => {
  it('links are left out with a notice, or without', async () => {
    const { root } = planted()
    const { fs, logged } = scratchFs(root)
    expect((await entries(fs.listAll?.(path('')) ?? fs.list(path('')))).map(orderKey)).toEqual(['a/', 'file'])
    expect(logged.length).toBe(5)
    expect(logged).toContain('notice a/up: symbolic link skipped')
    const silent = scratchFs(root, { skip_links: true })
    await entries(silent.fs.list(path('')))
    expect(silent.logged).toEqual([])
  })
})

describe('followed', () => {
  it('links are what they lead to; those that lead nowhere or back are told', async () => {
    const { fs } = scratchFs(planted().root, { copy_links: true })
    const all = await entries(fs.listAll?.(path('')) ?? fs.list(path('')))
    expect(all.map((entry) => `${entry.kind} ${entry.path}`)).toEqual([
      'directory a',
      'unreadable a/up',
      'object file',
      'object to file',
      'unreadable to itself',
      'unreadable to nowhere',
      'directory to outside',
      'object to outside/theirs',
    ])
    const causes = all.flatMap((entry) => (entry.kind === 'unreadable' ? [entry.cause.message.split(':')[0]] : []))
    expect(causes).toEqual([
      'symbolic link that leads back to where it lies',
      'symbolic link, not followed',
      'symbolic link that leads nowhere',
    ])
    for (const [name, content] of [
      ['to file', 'content'],
      ['to outside/theirs', 'theirs'],
    ] as const) {
      const object = await fs.stat(path(name))
      expect(all).toContainEqual(object)
      expect(await text(fs.open(object))).toBe(content)
      expect(await fs.hash?.(object, 'crc32')).toMatch(/^[0-9a-f]{8}$/)
    }
  })

  it('links are copied as files, from another Fs too', async () => {
    const { root } = planted()
    const source = scratchFs(root, { copy_links: true })
    const target = scratchFs()
    for (const name of ['to file', 'to outside/theirs']) {
      await target.fs.copy?.(await source.fs.stat(path(name)), path(name), { from: source.fs.place })
    }
    expect(lstatSync(join(target.root, 'to file')).isFile()).toBe(true)
    expect(readFileSync(join(target.root, 'to outside/theirs'), 'utf8')).toBe('theirs')
  })

  it('links are never written through: a file takes the place of its link, a directory is denied', async () => {
    const { root, outside } = planted()
    const { fs } = scratchFs(root, { copy_links: true })
    const object = await fs.stat(path('to file'))
    await fs.put(path('to file'), of('new'), { replaces: object })
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('content')
    expect(lstatSync(join(root, 'to file')).isFile()).toBe(true)
    await expect(fs.put(path('to outside/x'), of('x'))).rejects.toMatchObject({ kind: 'denied' })
    await expect(fs.remove(await fs.stat(path('to outside/theirs')))).rejects.toMatchObject({ kind: 'denied' })
    await expect(fs.setModTime?.(await fs.stat(path('to outside/theirs')), 0n)).rejects.toMatchObject({ kind: 'denied' })
    expect(readdirSync(outside)).toEqual(['theirs'])
  })

  it('a link is moved as the file that it leads to, and its own name goes', async () => {
    const { root } = planted()
    const { fs } = scratchFs(root, { copy_links: true })
    await fs.move?.(await fs.stat(path('to file')), path('a/moved'))
    expect(readFileSync(join(root, 'a/moved'), 'utf8')).toBe('content')
    expect(readdirSync(root)).toContain('file')
    expect(readdirSync(root)).not.toContain('to file')
  })
})

describe('as text', () => {
  it('links are files with the suffix .rclonelink that hold where they lead to', async () => {
    const { root, outside } = planted()
    lutimesSync(join(root, 'to outside'), 1000, 1000)
    const { fs, logged } = scratchFs(root, { links: true })
    const all = await entries(fs.listAll?.(path('')) ?? fs.list(path('')))
    const names = ['a/', 'a/up', 'file', 'to file', 'to itself', 'to nowhere', 'to outside']
    expect(all.map(orderKey)).toEqual(names.map((name) => (/up|to/.test(name) ? `${name}.rclonelink` : name)))
    expect(logged).toEqual([])
    const object = await fs.stat(path('to outside.rclonelink'))
    expect(all).toContainEqual(object)
    expect(object).toMatchObject({ size: outside.length, modTime: 1_000_000_000_000n })
    expect(await text(fs.open(object))).toBe(outside)
    expect(await text(fs.open(object, { range: { last: 3 } }))).toBe(outside.slice(-3))
  })

  it('links are made of such files, with their time, and replace links alone', async () => {
    const { fs, root } = scratchFs(undefined, { links: true })
    const made = await fs.put(path('d/link.rclonelink'), of('../where/ever'), { modTime: 5_000_000_000n, replaces: 'nothing' })
    expect(made).toEqual(await fs.stat(path('d/link.rclonelink')))
    expect(readlinkSync(join(root, 'd/link'))).toBe('../where/ever')
    expect(lstatSync(join(root, 'd/link'), { bigint: true }).mtimeNs).toBe(5_000_000_000n)
    await fs.put(path('d/link.rclonelink'), of('elsewhere'), { replaces: made })
    expect(readlinkSync(join(root, 'd/link'))).toBe('elsewhere')
    writeFileSync(join(root, 'd/file'), 'kept')
    mkdirSync(join(root, 'd/directory'))
    await expect(fs.put(path('d/file.rclonelink'), of('x'))).rejects.toMatchObject({ kind: 'already-exists' })
    await expect(fs.put(path('d/directory.rclonelink'), of('x'))).rejects.toMatchObject({ kind: 'is-directory' })
    await expect(fs.put(path('d/link'), of('x'))).rejects.toMatchObject({ kind: 'already-exists' })
    for (const target of ['', 'a\0b'])
      await expect(fs.put(path('d/x.rclonelink'), of(target))).rejects.toMatchObject({ kind: 'invalid-path' })
    await expect(fs.put(path('d/link/x'), of('x'))).rejects.toMatchObject({ kind: 'denied' })
    expect(readdirSync(join(root, 'd')).toSorted()).toEqual(['directory', 'file', 'link'])
    await fs.move?.(await fs.stat(path('d/link.rclonelink')), path('moved.rclonelink'))
    expect(readlinkSync(join(root, 'moved'))).toBe('elsewhere')
    await fs.remove(await fs.stat(path('moved.rclonelink')))
    expect(readdirSync(root)).toEqual(['d'])
  })

  it('links go from one Fs to another as links, or as files where links are not shown so', async () => {
    const { root, outside } = planted()
    const source = scratchFs(root, { links: true })
    const object = await source.fs.stat(path('to outside.rclonelink'))
    const [links, files] = [scratchFs(undefined, { links: true }), scratchFs()]
    for (const { fs } of [links, files]) await fs.copy?.(object, object.path, { from: source.fs.place })
    expect(readlinkSync(join(links.root, 'to outside'))).toBe(outside)
    expect(readFileSync(join(files.root, 'to outside.rclonelink'), 'utf8')).toBe(outside)
  })
})
