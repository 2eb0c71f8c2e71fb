import { bytesSource, dedupe, type Fs, type FsDirectory, type FsEntry, fsPath, isFsError, ROOT } from '@tranship/core'
import { describe, expect, test } from 'vitest'
import { ApiError } from '../test/double/api-error.js'
import type { DriveDouble } from '../test/double/server.js'
import { double, opened } from '../test/opened.js'
import { keysBelow, textAt } from '../test/tree.js'
import drive from './index.js'

const FOLDER = 'application/vnd.google-apps.folder'
const SHORTCUT = 'application/vnd.google-apps.shortcut'
const text = (content: string) => bytesSource(Buffer.from(content))

/** The requests that some work takes. */
async function requestsOf(at: DriveDouble, work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = at.requests.length
  await work()
  return at.requests.slice(before).map((each) => each.replace(/\?.*/, '').replace(/files\/1\w+/, 'files/ID'))
}

function folder(at: DriveDouble, name: string, parent = 'root'): string {
  return at.store.create({ name, mimeType: FOLDER, parents: [parent] }, undefined).id
}

describe('requests', () => {
  test('what a caller knows to be there, or not to be, is written with one request', async () => {
    const at = await double()
    const fs = await opened(at)
    const object = await fs.put(fsPath('d/file'), text('first'))
    expect(await requestsOf(at, () => fs.put(fsPath('d/file'), text('second'), { replaces: object }))).toEqual([
      'PATCH /upload/drive/v3/files/ID',
    ])
    expect(await requestsOf(at, () => fs.put(fsPath('d/new'), text('new'), { replaces: 'nothing' }))).toEqual([
      'POST /upload/drive/v3/files',
    ])
    expect(await requestsOf(at, () => fs.remove(object))).toEqual(['PATCH /drive/v3/files/ID'])
    expect(await keysBelow(fs)).toEqual(['d/', 'd/new'])
  })

  test('a tree is listed with one search for many directories, and its directories are known then', async () => {
    const at = await double()
    const fs = await opened(at)
    for (let number = 0; number < 60; number++) {
      const id = folder(at, `d${number}`)
      at.store.create({ name: 'file', parents: [id] }, undefined)
    }
    const listed = await requestsOf(at, async () => expect(await keysBelow(fs)).toHaveLength(120))
    expect(listed).toEqual(['GET /drive/v3/files/root', ...Array.from({ length: 3 }, () => 'GET /drive/v3/files')])
    expect(await requestsOf(at, () => fs.stat(fsPath('d59/file')))).toEqual(['GET /drive/v3/files'])
  })

  test('that several directories are all empty is not believed', async () => {
    const at = await double()
    const fs = await opened(at)
    for (const name of ['a', 'b', 'c']) at.store.create({ name: 'file', parents: [folder(at, name)] }, undefined)
    at.forgetGroups()
    expect(await keysBelow(fs)).toEqual(['a/', 'a/file', 'b/', 'b/file', 'c/', 'c/file'])
  })
})

describe('names that are not unique', () => {
  test('of files of one name the newest stands for it, and each can be reached by its entry', async () => {
    const at = await double()
    const fs = await opened(at)
    for (const [content, modTime] of [
      ['old', 1_000_000_000n],
      ['newest', 3_000_000_000n],
      ['new', 2_000_000_000n],
    ] as const) {
      await fs.put(fsPath('twin'), text(content), { modTime, replaces: 'nothing' })
    }
    expect(await textAt(fs, 'twin')).toBe('newest')
    await fs.put(fsPath('twin'), text('written'), { modTime: 4_000_000_000n })
    expect(await keysBelow(fs)).toEqual(['twin', 'twin', 'twin'])
    await fs.remove(await fs.stat(fsPath('twin')))
    expect(await textAt(fs, 'twin')).toBe('new')
  })

  test('a path of several directories is all of them, an entry is its own', async () => {
    const at = await double()
    const fs = await opened(at)
    for (const file of ['one', 'two']) at.store.create({ name: file, parents: [folder(at, 'twin')] }, undefined)
    expect(await entries(fs.list(fsPath('twin')))).toEqual(['twin/one', 'twin/two'])
    expect(await keysBelow(fs)).toEqual(['twin/', 'twin/', 'twin/one', 'twin/two'])
    expect((await fs.stat(fsPath('twin/one'))).path).toBe('twin/one')
    expect((await fs.stat(fsPath('twin/two'))).path).toBe('twin/two')
    const directories: FsDirectory[] = []
    for await (const page of fs.list(ROOT)) for (const entry of page) if (entry.kind === 'directory') directories.push(entry)
    expect((await Promise.all(directories.map((each) => entries(fs.list(each))))).sort()).toEqual([['twin/one'], ['twin/two']])
    await fs.put(fsPath('twin/three'), text('three'))
    await fs.purge?.(fsPath('twin'))
    expect(await keysBelow(fs)).toEqual([])
  })

  test('dedupe leaves one file of a name, and one directory', async () => {
    const at = await double()
    const fs = await opened(at)
    for (const file of ['one', 'two']) at.store.create({ name: file, parents: [folder(at, 'twin')] }, undefined)
    for (const content of ['a', 'b']) await fs.put(fsPath('file'), text(content), { replaces: 'nothing' })
    const { firstError } = await dedupe(fs, { by: 'name', resolve: ({ objects }) => ({ keep: objects[0] ?? expect.fail() }) })
    expect(firstError).toBeUndefined()
    expect(await keysBelow(fs)).toEqual(['file', 'twin/', 'twin/one', 'twin/two'])
  })

  test('names that differ by case only are names of two files', async () => {
    const fs = await opened(await double())
    await fs.put(fsPath('File'), text('upper'))
    await fs.put(fsPath('file'), text('lower'))
    expect([await textAt(fs, 'File'), await textAt(fs, 'file')]).toEqual(['upper', 'lower'])
  })
})

describe('the trash', () => {
  test('a directory that somebody else has moved there is made anew', async () => {
    const at = await double()
    const fs = await opened(at)
    await fs.put(fsPath('d/e/file'), text('first'))
    const [d] = at.store.childrenOf('root')
    at.store.update(d ?? expect.fail(), { trashed: true }, undefined)
    await fs.put(fsPath('d/e/new'), text('second'))
    expect(await keysBelow(fs)).toEqual(['d/', 'd/e/', 'd/e/new'])
    await fs.put(fsPath('d/f/file'), text('third'))
    expect(await keysBelow(fs)).toEqual(['d/', 'd/e/', 'd/e/new', 'd/f/', 'd/f/file'])
  })

  test('a directory that somebody else has moved there is not taken for an empty one', async () => {
    const at = await double()
    const fs = await opened(at)
    await fs.put(fsPath('d/file'), text('first'))
    at.store.update(at.store.childrenOf('root')[0] ?? expect.fail(), { trashed: true }, undefined)
    await expect(entries(fs.list(fsPath('d')))).rejects.toMatchObject({ kind: 'not-found' })
  })

  test('what is removed goes there, is seen there by trashed_only, and is gone when it is emptied', async () => {
    const at = await double()
    const [fs, trash] = [await opened(at), await opened(at, { trashed_only: 'true' })]
    await fs.put(fsPath('d/kept'), text('kept'))
    await fs.remove(await fs.put(fsPath('d/gone'), text('gone')))
    expect(await keysBelow(fs)).toEqual(['d/', 'd/kept'])
    expect(await keysBelow(trash)).toEqual(['d/', 'd/gone'])
    expect(await textAt(trash, 'd/gone')).toBe('gone')
    expect((await fs.about?.())?.trashed).toBe(4)
    await expect(fs.cleanUp?.({ directory: fsPath('d') })).rejects.toMatchObject({ kind: 'unsupported' })
    await fs.cleanUp?.()
    expect(await keysBelow(trash)).toEqual(['d/'])
  })

  test('without it what is removed is gone at once', async () => {
    const at = await double()
    const fs = await opened(at, { use_trash: 'false' })
    await fs.remove(await fs.put(fsPath('file'), text('gone')))
    expect(at.store.childrenOf('root')).toEqual([])
  })
})

describe('shortcuts', () => {
  const shortcut = (at: DriveDouble, name: string, targetId: string, parent = 'root') =>
    at.store.create({ name, mimeType: SHORTCUT, parents: [parent], shortcutDetails: { targetId } }, undefined)

  test('lead to files and directories, and go without them', async () => {
    const at = await double()
    const fs = await opened(at)
    const { id = '' } = await fs.put(fsPath('d/file'), text('content'))
    shortcut(at, 'to file', id)
    shortcut(at, 'to directory', at.store.childrenOf('root').find(({ name }) => name === 'd')?.id ?? '')
    expect(await keysBelow(fs)).toEqual(['d/', 'd/file', 'to directory/', 'to directory/file', 'to file'])
    await fs.put(fsPath('to file'), text('through the shortcut'))
    expect(await textAt(fs, 'd/file')).toBe('through the shortcut')
    await fs.put(fsPath('to directory/new'), text('new'))
    await fs.remove(await fs.stat(fsPath('to file')))
    await fs.rmdir(fsPath('to directory'))
    expect(await keysBelow(fs)).toEqual(['d/', 'd/file', 'd/new'])
  })

  test('that lead nowhere, or to where they are, cannot be read', async () => {
    const at = await double()
    const id = folder(at, 'd')
    shortcut(at, 'to itself', id, id)
    shortcut(at, 'to nothing', '1gone', id)
    const fs = await opened(at)
    for (const list of [fs.list(fsPath('d')), fs.listAll?.(ROOT) ?? expect.fail()]) {
      const found: FsEntry[] = []
      for await (const page of list) found.push(...page)
      const unreadable = found.filter(({ kind }) => kind === 'unreadable').map(({ path }) => path)
      expect(unreadable.sort()).toEqual(['d/to itself', 'd/to nothing'])
    }
    expect(await keysBelow(await opened(at, { skip_shortcuts: 'true' }))).toEqual(['d/'])
    expect(await keysBelow(await opened(at, { skip_dangling_shortcuts: 'true' }))).toEqual(['d/', 'd/to itself/'])
  })
})

describe('Google documents', () => {
  const TYPES = { docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', pdf: 'application/pdf' }
  const exports = { [TYPES.docx]: Buffer.from('as docx'), [TYPES.pdf]: Buffer.from('as pdf, which is longer') }
  const document = (at: DriveDouble) =>
    at.store.create({ name: 'Report', mimeType: 'application/vnd.google-apps.document' }, undefined, undefined, { exports })

  test('are read in the first format that they have', async () => {
    const at = await double()
    document(at)
    const fs = await opened(at)
    const object = await fs.stat(fsPath('Report.docx'))
    expect([object.size, object.hashes, object.mimeType]).toEqual([undefined, undefined, TYPES.docx])
    expect(await textAt(fs, 'Report.docx')).toBe('as docx')
    expect(await textAt(await opened(at, { export_formats: 'csv,pdf' }), 'Report.pdf')).toBe('as pdf, which is longer')
    const body: Uint8Array[] = []
    for await (const chunk of fs.open(object, { range: { start: 3, end: 6 } })) body.push(chunk)
    expect(Buffer.concat(body).toString()).toBe('doc')
  })

  test('keep their kind when they are copied and moved, and are replaced by no file', async () => {
    const at = await double()
    document(at)
    const fs = await opened(at)
    await expect(fs.put(fsPath('Report.docx'), text('x'))).rejects.toMatchObject({ kind: 'unsupported' })
    await fs.copy?.(await fs.stat(fsPath('Report.docx')), fsPath('d/Copy.docx'))
    await fs.move?.(await fs.stat(fsPath('Report.docx')), fsPath('d/Moved.docx'))
    await expect(fs.move?.(await fs.stat(fsPath('d/Moved.docx')), fsPath('Moved.txt'))).rejects.toMatchObject({ kind: 'unsupported' })
    expect(await keysBelow(fs)).toEqual(['d/', 'd/Copy.docx', 'd/Moved.docx'])
    expect(await textAt(fs, 'd/Copy.docx')).toBe('as docx')
  })

  test('are left out where they have none of the formats, or are not wanted', async () => {
    const at = await double()
    document(at)
    expect(await keysBelow(await opened(at, { export_formats: 'csv' }))).toEqual([])
    expect(await keysBelow(await opened(at, { skip_gdocs: 'true' }))).toEqual([])
  })
})

describe('views', () => {
  test('a folder as the root, what is starred, what others share', async () => {
    const at = await double()
    const id = folder(at, 'd')
    at.store.create({ name: 'file', parents: [id] }, undefined)
    at.store.create({ name: 'starred', starred: true }, undefined)
    at.store.create({ name: 'shared' }, undefined, undefined, { isSharedWithMe: true })
    expect(await keysBelow(await opened(at, { root_folder_id: id }))).toEqual(['file'])
    expect(await keysBelow(await opened(at, { starred_only: 'true' }))).toEqual(['starred'])
    const shared = await opened(at, { shared_with_me: 'true' })
    expect(await keysBelow(shared)).toEqual(['shared'])
    expect((await shared.stat(fsPath('shared'))).path).toBe('shared')
  })
})

describe('commands', () => {
  const command = (fs: Fs, name: string, ...args: string[]) => drive.commands?.[name]?.run(fs, args, {})

  test('list the shared drives, make shortcuts, and restore what is in the trash', async () => {
    const fs = await opened(await double())
    expect(await command(fs, 'drives')).toEqual([{ id: '0ADriveUk9PVA', name: 'Ours' }])
    await fs.put(fsPath('d/file'), text('content'))
    await command(fs, 'shortcut', 'd/file', 'e/to file')
    await command(fs, 'shortcut', 'd', 'e/to d')
    expect(await keysBelow(fs, fsPath('e'))).toEqual(['e/to d/', 'e/to d/file', 'e/to file'])
    expect(await textAt(fs, 'e/to file')).toBe('content')
    const [before, object] = [await keysBelow(fs), await fs.stat(fsPath('d/file'))]
    await fs.remove(object)
    await fs.purge?.(fsPath('e'))
    expect(await keysBelow(fs)).toEqual(['d/'])
    expect(await command(fs, 'untrash')).toEqual({ Untrashed: 2 })
    expect(await keysBelow(fs)).toEqual(before)
    await fs.remove(object)
  })
})

describe('what Drive refuses', () => {
  test('a file that it takes for malware is read on request only', async () => {
    const at = await double()
    const fs = await opened(at)
    const { id = '' } = await fs.put(fsPath('file'), text('content'))
    at.store.node(id).kept.set('isAbusive', true)
    await expect(textAt(fs, 'file')).rejects.toMatchObject({ kind: 'denied' })
    expect(await textAt(await opened(at, { acknowledge_abuse: 'true' }), 'file')).toBe('content')
  })

  test('requests that come too fast are sent again, a full storage is not', async () => {
    const at = await double()
    const fs = await opened(at)
    at.refuse(/GET \/drive\/v3\/about/, new ApiError(403, 'userRateLimitExceeded'))
    await fs.about?.()
    at.refuse(/POST \/upload/, new ApiError(403, 'storageQuotaExceeded'))
    const sent = await requestsOf(at, () =>
      fs.put(fsPath('file'), text('x')).catch((error) => expect(isFsError(error, 'quota')).toBe(true)),
    )
    expect(sent.filter((each) => each.startsWith('POST'))).toHaveLength(1)
  })
})

async function entries(pages: AsyncIterable<readonly FsEntry[]>): Promise<string[]> {
  const found: string[] = []
  for await (const page of pages) for (const { path } of page) found.push(path)
  return found.sort()
}
