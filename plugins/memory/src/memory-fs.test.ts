import {
  type ByteSource,
  bytesSource,
  type Fs,
  type FsEntry,
  type FsObject,
  fsPath,
  type Page,
  ROOT,
  readAll,
} from '@tranship/core/backend'
import { describe, expect, test } from 'vitest'
import { createMemoryFs } from './memory-fs.js'

const text = (words: string) => bytesSource(Buffer.from(words))
const textOf = async (fs: Fs, object: FsObject, options = {}) => Buffer.from(await readAll(fs.open(object, options))).toString()
const namesOf = async (pages: AsyncIterable<Page> | undefined) =>
  (await Array.fromAsync(pages ?? [])).flat().map((entry: FsEntry) => (entry.kind === 'directory' ? `${entry.path}/` : entry.path))

async function filled(): Promise<Fs> {
  const fs = createMemoryFs()
  for (const path of ['b', 'a/x', 'a/y/z', 'a0', 'a!']) await fs.put(fsPath(path), text(path), { modTime: 7n })
  return fs
}

describe('put', () => {
  test('makes missing parents, keeps what it was told, and returns what stat does', async () => {
    const fs = createMemoryFs()
    const object = await fs.put(fsPath('a/b/c'), text('abc'), { modTime: 123_456_789n, mimeType: 'text/plain', metadata: { owner: 'me' } })
    expect(object).toEqual(await fs.stat(fsPath('a/b/c')))
    expect(object).toMatchObject({
      size: 3,
      modTime: 123_456_789n,
      mimeType: 'text/plain',
      hashes: { md5: '900150983cd24fb0d6963f7d28e17f72' },
    })
    expect(await fs.metadata?.(object)).toEqual({ owner: 'me' })
    expect(await namesOf(fs.listAll?.(ROOT))).toEqual(['a/', 'a/b/', 'a/b/c'])
  })

  test.each<[string, number, (chunks: number) => boolean]>([
    ['ends early', 5, (sent) => sent < 4],
    ['runs long', 3, () => true],
    ['is empty', 1, () => false],
  ])('a source that %s leaves the old object', async (_how, size, more) => {
    const fs = createMemoryFs()
    const old = await fs.put(fsPath('a'), text('old'))
    const source: ByteSource = {
      size,
      repeatable: false,
      open: async function* () {
        for (let sent = 0; more(sent); sent++) yield Buffer.from('x')
      },
    }
    await expect(fs.put(fsPath('a'), source)).rejects.toMatchObject({ kind: 'mismatch' })
    await expect(fs.put(fsPath('new/a'), source)).rejects.toMatchObject({ kind: 'mismatch' })
    expect(await fs.stat(fsPath('a'))).toEqual(old)
    expect(await namesOf(fs.listAll?.(ROOT))).toEqual(['a'])
  })

  test('holds to what it replaces, also if that changes while the body comes', async () => {
    const fs = createMemoryFs()
    const conflict = expect.objectContaining({ kind: 'precondition-failed' })
    const first = await fs.put(fsPath('a'), text('1'), { replaces: 'nothing' })
    await expect(fs.put(fsPath('a'), text('2'), { replaces: 'nothing' })).rejects.toEqual(conflict)
    const second = await fs.put(fsPath('a'), text('2'), { replaces: first })
    await expect(fs.put(fsPath('a'), text('3'), { replaces: first })).rejects.toEqual(conflict)
    const source: ByteSource = {
      repeatable: true,
      open: async function* () {
        await fs.put(fsPath('a'), text('meanwhile'))
        yield Buffer.from('3')
      },
    }
    await expect(fs.put(fsPath('a'), source, { replaces: second })).rejects.toEqual(conflict)
    expect(await textOf(fs, await fs.stat(fsPath('a')))).toBe('meanwhile')
  })

  test('goes neither onto a directory nor below a file', async () => {
    const fs = await filled()
    await expect(fs.put(fsPath('a'), text(''))).rejects.toMatchObject({ kind: 'is-directory' })
    await expect(fs.put(ROOT, text(''))).rejects.toMatchObject({ kind: 'is-directory' })
    await expect(fs.put(fsPath('b/c'), text(''))).rejects.toMatchObject({ kind: 'already-exists', path: 'b' })
    await expect(fs.mkdir(fsPath('b/c'))).rejects.toMatchObject({ kind: 'already-exists' })
  })
})

describe('listings', () => {
  test('are in path order, one level or all, of a directory or of all', async () => {
    const fs = await filled()
    expect(await namesOf(fs.list(ROOT))).toEqual(['a!', 'a/', 'a0', 'b'])
    expect(await namesOf(fs.list(fsPath('a')))).toEqual(['a/x', 'a/y/'])
    expect(await namesOf(fs.listAll?.(ROOT))).toEqual(['a!', 'a/', 'a/x', 'a/y/', 'a/y/z', 'a0', 'b'])
    expect(await namesOf(fs.listAll?.(fsPath('a')))).toEqual(['a/x', 'a/y/', 'a/y/z'])
    for (const pages of [fs.list(fsPath('c')), fs.listAll?.(fsPath('c'))])
      await expect(namesOf(pages)).rejects.toMatchObject({ kind: 'not-found' })
  })

  test('keep to their bounds, and do not enter where they must not', async () => {
    const fs = await filled()
    expect(await namesOf(fs.listAll?.(ROOT, { after: 'a/x', upTo: 'a0' }))).toEqual(['a/y/', 'a/y/z', 'a0'])
    expect(await namesOf(fs.listAll?.(ROOT, { after: 'a/', enter: (path) => path !== 'a/y' }))).toEqual(['a/x', 'a/y/', 'a0', 'b'])
    expect(await namesOf(fs.listAll?.(ROOT, { enter: () => false }))).toEqual(['a!', 'a/', 'a0', 'b'])
  })
})

describe('open', () => {
  test('gives the whole, or a range, of just the version that was meant', async () => {
    const fs = createMemoryFs()
    const object = await fs.put(fsPath('a'), text('0123456789'))
    expect(await textOf(fs, object)).toBe('0123456789')
    expect(await textOf(fs, object, { range: { start: 3, end: 5 } })).toBe('34')
    expect(await textOf(fs, object, { range: { last: 2 } })).toBe('89')
    expect(await textOf(fs, object, { range: { start: 20 } })).toBe('')
    await fs.put(fsPath('a'), text('other'))
    await expect(textOf(fs, object)).rejects.toMatchObject({ kind: 'precondition-failed' })
    await expect(fs.remove(object)).rejects.toMatchObject({ kind: 'precondition-failed' })
  })

  test('a body that was begun stays the same while the file is replaced', async () => {
    const fs = createMemoryFs()
    const big = Buffer.alloc(200_000, 'a')
    const body = fs.open(await fs.put(fsPath('a'), bytesSource(big)))[Symbol.asyncIterator]()
    const first = await body.next()
    await fs.put(fsPath('a'), text('b'))
    let size = (first.value as Uint8Array).length
    for (let next = await body.next(); next.done !== true; next = await body.next()) {
      expect(next.value.every((byte) => byte === 0x61)).toBe(true)
      size += next.value.length
    }
    expect(size).toBe(big.length)
  })
})

describe('copy and move', () => {
  test('replace what is there, and keep time, type and metadata although the entry does not tell them', async () => {
    const fs = createMemoryFs()
    await fs.put(fsPath('to'), text('old'))
    const {
      modTime: _time,
      mimeType: _type,
      ...bare
    } = await fs.put(fsPath('a'), text('a'), { modTime: 5n, mimeType: 'x/y', metadata: { k: 'v' } })
    for (const how of ['copy', 'move'] as const) {
      const object = (await fs[how]?.(bare, fsPath('to'))) as FsObject
      expect(object).toMatchObject({ path: 'to', modTime: 5n, mimeType: 'x/y' })
      expect(await fs.metadata?.(object)).toEqual({ k: 'v' })
      expect(object).toEqual(await fs.stat(fsPath('to')))
    }
    await expect(fs.stat(fsPath('a'))).rejects.toMatchObject({ kind: 'not-found' })
    expect(await fs.copy?.(await fs.stat(fsPath('to')), fsPath('b/c'), { modTime: 9n })).toMatchObject({ modTime: 9n })
  })

  test('onto itself they do nothing, and answer with the whole object', async () => {
    const fs = createMemoryFs()
    const object = await fs.put(fsPath('a'), text('a'))
    for (const how of ['copy', 'move'] as const) expect(await fs[how]?.({ kind: 'object', path: fsPath('a') }, fsPath('a'))).toEqual(object)
    expect(await fs.stat(fsPath('a'))).toEqual(object)
  })

  test('a missing source is not-found, and leaves what is there', async () => {
    const fs = createMemoryFs()
    const object = await fs.put(fsPath('a'), text('a'))
    for (const how of ['copy', 'move'] as const) {
      await expect(fs[how]?.({ kind: 'object', path: fsPath('b') }, fsPath('a'))).rejects.toMatchObject({ kind: 'not-found' })
    }
    expect(await fs.stat(fsPath('a'))).toEqual(object)
  })
})

describe('directories', () => {
  test('are kept when made again, and removed only when empty', async () => {
    const fs = await filled()
    expect(await fs.mkdir(fsPath('a/y'))).toMatchObject({ kind: 'directory', path: 'a/y' })
    await expect(fs.rmdir(fsPath('a'))).rejects.toMatchObject({ kind: 'not-empty' })
    await expect(fs.rmdir(fsPath('c'))).rejects.toMatchObject({ kind: 'not-found' })
    await fs.remove(await fs.stat(fsPath('a/y/z')))
    await fs.rmdir(fsPath('a/y'))
    expect(await namesOf(fs.list(fsPath('a')))).toEqual(['a/x'])
    await expect(fs.stat(fsPath('a'))).rejects.toMatchObject({ kind: 'is-directory' })
  })

  test('purge takes a directory with all below it, and nothing beside it', async () => {
    const fs = await filled()
    await fs.purge?.(fsPath('a'))
    expect(await namesOf(fs.listAll?.(ROOT))).toEqual(['a!', 'a0', 'b'])
    await expect(fs.purge?.(fsPath('a'))).rejects.toMatchObject({ kind: 'not-found' })
  })

  test('setModTime sets the time and keeps the rest, of a directory too', async () => {
    const fs = await filled()
    const object = await fs.stat(fsPath('b'))
    expect(await fs.setModTime?.(object, 99n)).toEqual({ ...object, modTime: 99n })
    expect(await textOf(fs, await fs.stat(fsPath('b')))).toBe('b')
    expect(await fs.setModTime?.(await fs.mkdir(fsPath('a')), 98n)).toEqual({ kind: 'directory', path: 'a', modTime: 98n })
  })
})

test('an aborted signal rejects every operation with its reason, and nothing is changed', async () => {
  const fs = await filled()
  const before = await Array.fromAsync(fs.listAll?.(ROOT) ?? [])
  const reason = new Error('stop')
  const signal = AbortSignal.abort(reason)
  const [b, a] = [await fs.stat(fsPath('b')), await fs.mkdir(fsPath('a'))]
  const attempts: Record<string, () => Promise<unknown> | undefined> = {
    list: () => namesOf(fs.list(ROOT, { signal })),
    listAll: () => namesOf(fs.listAll?.(ROOT, { signal })),
    stat: () => fs.stat(b.path, { signal }),
    open: () => textOf(fs, b, { signal }),
    put: () => fs.put(b.path, text('new'), { signal }),
    remove: () => fs.remove(b, { signal }),
    mkdir: () => fs.mkdir(fsPath('c'), { signal }),
    rmdir: () => fs.rmdir(fsPath('a/y'), { signal }),
    copy: () => fs.copy?.(b, fsPath('c'), { signal }),
    move: () => fs.move?.(b, fsPath('c'), { signal }),
    setModTime: () => fs.setModTime?.(b, 1n, { signal }),
    metadata: () => fs.metadata?.(b, { signal }),
    purge: () => fs.purge?.(a, { signal }),
  }
  expect(Object.keys({ ...attempts, features: 0, place: 0 }).sort()).toEqual(Object.keys(fs).sort())
  for (const [name, attempt] of Object.entries(attempts)) await expect(attempt(), name).rejects.toBe(reason)
  expect(await Array.fromAsync(fs.listAll?.(ROOT) ?? [])).toEqual(before)
})

test('two of them share nothing', async () => {
  const [one, other] = [createMemoryFs(), createMemoryFs()]
  await one.put(fsPath('a'), text(''))
  expect(await namesOf(other.listAll?.(ROOT))).toEqual([])
  expect(one.place.realm).not.toBe(other.place.realm)
})
