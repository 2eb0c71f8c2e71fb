import { fsPath, ROOT } from '@tranship/core'
import { describe, expect, test } from 'vitest'
import { contentOf } from '../test/double/content.js'
import { Refusal, refused } from '../test/double/refusal.js'
import { names, type Place, place, textAt } from '../test/place.js'

describe('a move', () => {
  test('to a name that differs by case alone', async () => {
    const { fs, put } = await place()
    const object = await put('dir/name', 'x')
    expect((await fs.move?.(object, fsPath('dir/NAME')))?.path).toBe('dir/NAME')
    expect(await names(fs)).toEqual(['dir/', 'dir/NAME'])
    await fs.moveDirectory?.(fsPath('dir'), fsPath('DIR'))
    expect(await names(fs)).toEqual(['DIR/', 'DIR/NAME'])
  })

  test('over another file keeps that when it fails', async () => {
    const { fs, put, double } = await place()
    const object = await put('from', 'new')
    await put('to', 'old')
    double.refuse('files/restore', new Refusal(503, 'for a test'))
    const { version } = await fs.stat(fsPath('to'))
    await fs.remove(object)
    await expect(
      fs.move?.(object, fsPath('to'), { replaces: { kind: 'object', path: fsPath('to'), version: version ?? '' } }),
    ).rejects.toMatchObject({
      kind: 'not-found',
    })
    expect(await textAt(fs, 'to')).toBe('old')
  })

  test('of what is a directory by now moves nothing', async () => {
    const { fs, put } = await place()
    await put('d/file', 'x')
    for (const method of ['copy', 'move'] as const) {
      await expect(fs[method]?.({ kind: 'object', path: fsPath('d') }, fsPath('e'))).rejects.toMatchObject({ kind: 'is-directory' })
    }
    await expect(fs.remove({ kind: 'object', path: fsPath('d') })).rejects.toMatchObject({ kind: 'is-directory' })
    expect(await names(fs)).toEqual(['d/', 'd/file'])
  })
})

describe('what has no content to give', () => {
  async function withPaper(): Promise<Place> {
    const made = await place()
    await made.put('d/file', 'x')
    made.double.store.writeFile('/d/Minutes.paper', { content: contentOf(), clientModified: '2020-01-01T00:00:00Z', isDownloadable: false })
    return made
  }

  test('is left out of listings, and told of', async () => {
    const { fs, logged } = await withPaper()
    expect(await names(fs)).toEqual(['d/', 'd/file'])
    expect(logged).toEqual([expect.stringContaining('d/Minutes.paper')])
    await expect(fs.stat(fsPath('d/Minutes.paper'))).rejects.toMatchObject({ kind: 'unsupported' })
  })

  test('keeps its directory from being taken for empty', async () => {
    const { fs } = await withPaper()
    await fs.remove(await fs.stat(fsPath('d/file')))
    await expect(fs.rmdir(fsPath('d'))).rejects.toMatchObject({ kind: 'not-empty' })
  })
})

describe('a removal', () => {
  test('of many waits until the service has done it', async () => {
    const { fs, put, double, routes } = await place()
    double.knobs.looks = 1
    const objects = [await put('a', 'a'), await put('b', 'b'), await put('c', 'c')]
    await put('b', 'changed')
    const results: [string, string | undefined][] = []
    const seen = await routes(async () => {
      for await (const { object, error } of fs.removeMany?.(objects) ?? []) results.push([object.path, error?.kind])
    })
    expect(seen).toEqual(['files/delete_batch', 'files/delete_batch/check', 'files/delete_batch/check'])
    expect(results).toEqual([
      ['a', undefined],
      ['b', 'precondition-failed'],
      ['c', undefined],
    ])
    expect(await names(fs)).toEqual(['b'])
  })

  test('of a directory with too many files goes on piece by piece', async () => {
    const { fs, put, double } = await place()
    for (let at = 0; at < 9; at++) await put(`d/${at % 3}/${at}`, 'x')
    await put('kept', 'x')
    double.knobs.mostDeletes = 4
    await fs.purge?.(fsPath('d'))
    expect(await names(fs)).toEqual(['kept'])
  })

  test('of the root leaves the root', async () => {
    const { fs, put } = await place()
    await put('d/e/f', 'x')
    await put('g', 'x')
    await fs.purge?.(ROOT)
    expect(await names(fs)).toEqual([])
  })
})

describe('a listing', () => {
  test('spells what is in a directory as the directory is spelled', async () => {
    const { fs, put } = await place()
    await put('Dir/one', '1')
    await put('dIR/two', '2')
    expect(await names(fs)).toEqual(['Dir/', 'Dir/one', 'Dir/two'])
    expect(await names(fs, fsPath('DIR'))).toEqual(['DIR/one', 'DIR/two'])
  })

  test.each([1, 3])('that the service resets %d times is begun anew, and tells each entry once', async (times) => {
    const { fs, put, double } = await place()
    const paths = Array.from({ length: 20 }, (_, at) => `d/${at}`)
    for (const path of paths) await put(path, 'x')
    for (const directory of [ROOT, fsPath('d')]) {
      double.refuse('files/list_folder/continue', refused('reset'), times)
      expect((await names(fs, directory)).filter((path) => path !== 'd/')).toEqual(paths.toSorted())
    }
  })

  test('that the service resets again and again fails', async () => {
    const { fs, put, double } = await place()
    for (let at = 0; at < 9; at++) await put(`${at}`, 'x')
    double.refuse('files/list_folder/continue', refused('reset'), 100)
    await expect(names(fs)).rejects.toMatchObject({ kind: 'unavailable', spent: true })
  })

  test('leaves shared folders out when it is told to', async () => {
    const { fs, put, double } = await place({ skip_shared_folders: true })
    await put('shared/below/file', 'x')
    await put('own/file', 'x')
    const folder = double.store.nodes.get('/shared')
    if (folder?.kind === 'folder') double.store.nodes.set('/shared', { ...folder, isShared: true })
    expect(await names(fs)).toEqual(['own/', 'own/file'])
  })
})

describe('a link', () => {
  test('is found again, and taken back', async () => {
    const { fs, put } = await place()
    await put('file', 'x')
    const link = await fs.publicLink?.(fsPath('file'))
    expect(link).toMatch(/^https:/)
    expect(await fs.publicLink?.(fsPath('file'), { expiry: 60_000 })).toBe(link)
    await fs.removePublicLink?.(fsPath('file'))
    await expect(fs.removePublicLink?.(fsPath('file'))).rejects.toMatchObject({ kind: 'not-found' })
  })
})

test('room is told in bytes', async () => {
  const { fs } = await place()
  expect(await fs.about?.()).toEqual({ total: 2_000_000_000, used: 1000, free: 1_999_999_000 })
})

test('a name that Dropbox keeps no file of is told so', async () => {
  const { put } = await place()
  await expect(put('d/.DS_Store', 'x')).rejects.toMatchObject({ kind: 'invalid-path', path: 'd/.DS_Store' })
})
