import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bytesSource } from '@tranship/core/backend'
import { describe, expect, it } from 'vitest'
import { path, scratch, scratchFs } from '../test/scratch.js'

const of = (text: string) => bytesSource(Buffer.from(text))

describe('a symbolic link that leads out', () => {
  function planted() {
    const { fs, root, logged } = scratchFs()
    const outside = scratch()
    writeFileSync(join(outside, 'file'), 'theirs')
    mkdirSync(join(outside, 'inner'))
    symlinkSync(outside, join(root, 'link'))
    symlinkSync(join(outside, 'file'), join(root, 'file'))
    return { fs, root, outside, logged }
  }
  const object = (text: string) => ({ kind: 'object', path: path(text) }) as const
  type Subject = ReturnType<typeof planted>['fs']
  const drained = async (bytes: AsyncIterable<unknown>) => {
    for await (const _ of bytes);
  }

  const ways: [string, (fs: Subject) => Promise<unknown>][] = [
    ['put', (fs) => fs.put(path('link/file'), of('x'))],
    ['put deeper', (fs) => fs.put(path('link/new/file'), of('x'))],
    ['remove', (fs) => fs.remove(object('link/file'))],
    ['mkdir', (fs) => fs.mkdir(path('link/new'))],
    ['mkdir of the link', (fs) => fs.mkdir(path('link'))],
    ['rmdir', (fs) => fs.rmdir(path('link/inner'))],
    ['rmdir of the link', (fs) => fs.rmdir(path('link'))],
    ['purge', async (fs) => fs.purge?.(path('link/inner'))],
    ['purge of the link', async (fs) => fs.purge?.(path('link'))],
    ['list', (fs) => drained(fs.list(path('link/inner')))],
    ['list of the link', (fs) => drained(fs.list(path('link')))],
    ['stat', (fs) => fs.stat(path('link/file'))],
    ['open', (fs) => drained(fs.open(object('link/file')))],
    ['open of the link', (fs) => drained(fs.open(object('file')))],
    ['open of another version', (fs) => drained(fs.open({ ...object('link/file'), version: '1-6-0-0' }))],
    ['hash of another version', async (fs) => fs.hash?.({ ...object('link/file'), version: '1-6-0-0' }, 'md5')],
    ['copy of another version', async (fs) => fs.copy?.({ ...object('link/file'), version: '1-6-0-0' }, path('x'))],
    ['move from', async (fs) => fs.move?.(object('link/file'), path('x'))],
    ['move to', async (fs) => fs.put(path('x'), of('x')).then((x) => fs.move?.(x, path('link/x')))],
    ['moveDirectory from', async (fs) => fs.moveDirectory?.(path('link/inner'), path('y'))],
    ['moveDirectory to', async (fs) => fs.mkdir(path('y')).then((y) => fs.moveDirectory?.(y, path('link/y')))],
    ['setModTime', async (fs) => fs.setModTime?.({ kind: 'directory', path: path('link') }, 0n)],
  ]
  it.each(ways)('is refused by %s', async (_, way) => {
    const { fs, outside } = planted()
    const before = statSync(outside, { bigint: true }).mtimeNs
    await expect(way(fs)).rejects.toMatchObject({ kind: 'denied', message: expect.stringContaining('symbolic link, not followed') })
    expect(readdirSync(outside).toSorted()).toEqual(['file', 'inner'])
    expect(readFileSync(join(outside, 'file'), 'utf8')).toBe('theirs')
    expect(statSync(outside, { bigint: true }).mtimeNs).toBe(before)
  })

  it('is itself replaced by put, and no object to stat and remove', async () => {
    const { fs, root, outside } = planted()
    await expect(fs.stat(path('file'))).rejects.toMatchObject({ kind: 'not-found' })
    await expect(fs.remove(object('file'))).rejects.toMatchObject({ kind: 'not-found' })
    await expect(fs.put(path('file'), of('x'), { replaces: 'nothing' })).rejects.toMatchObject({ kind: 'precondition-failed' })
    await fs.put(path('file'), of('ours'))
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('ours')
    expect(readFileSync(join(outside, 'file'), 'utf8')).toBe('theirs')
  })

  it('is followed above the root and as the root', async () => {
    const real = scratch()
    const link = join(scratch(), 'link')
    symlinkSync(real, link)
    for (const root of [link, join(link, 'below')]) {
      const { fs } = scratchFs(root)
      await fs.put(path('a/file'), of('x'))
      for await (const page of fs.list(path(''))) expect(page).toMatchObject([{ kind: 'directory', path: 'a' }])
      await fs.setModTime?.({ kind: 'directory', path: path('') }, 1_000_000_000n)
      expect(statSync(root).mtimeMs).toBe(1000)
      await fs.purge?.(path(''))
      expect(existsSync(root)).toBe(false)
      mkdirSync(real, { recursive: true })
    }
  })
})

it.each(['../x', '/etc/x', 'a/../../x', 'a\0b', '\u{201b}..', 'a/\u{201b}../../b'])(
  'nothing is done for the hostile name %j',
  async (name) => {
    const { fs, root } = scratchFs(join(scratch(), 'root'))
    mkdirSync(root)
    const hostile = path(name)
    const refused = { kind: 'invalid-path' }
    await expect(fs.put(hostile, of('x'))).rejects.toMatchObject(refused)
    await expect(fs.mkdir(hostile)).rejects.toMatchObject(refused)
    await expect(fs.rmdir(hostile)).rejects.toMatchObject(refused)
    await expect(fs.purge?.(hostile)).rejects.toMatchObject(refused)
    await expect(fs.stat(hostile)).rejects.toMatchObject(refused)
    await expect(fs.remove({ kind: 'object', path: hostile })).rejects.toMatchObject(refused)
    await expect(fs.move?.({ kind: 'object', path: hostile }, path('a'))).rejects.toMatchObject(refused)
    expect(readdirSync(dirname(root))).toEqual(['root'])
    expect(readdirSync(root)).toEqual([])
  },
)
