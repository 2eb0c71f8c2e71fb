import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesSource, type FsPath, fsPath, readAll } from '@tranship/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { double, opened } from '../test/opened.js'
import { hasRclone, rcloneOn } from '../test/rclone.js'
import { keysBelow } from '../test/tree.js'

const TIME = 1_354_040_105_123_000_000n
const NAMES = ['plain.txt', "it's \\ odd", 'full\uff0fwidth', 'ümläut', ' space ', '100%+&?=#']

describe.runIf(hasRclone)('side by side with rclone', () => {
  test('it reads what we write, whatever the name and the size', async () => {
    const at = await double({ pageSize: 5 })
    const fs = await opened(at, { upload_cutoff: '256Ki', chunk_size: '256Ki' })
    const rclone = await rcloneOn(at)
    const local = scratch()
    for (const [index, name] of NAMES.entries()) {
      const bytes = Buffer.alloc(index * 100_000, name)
      await fs.put(fsPath(`d/${name}`), bytesSource(bytes), { modTime: TIME })
      if (index % 2 === 0) await fs.put(fsPath(`d/${name}`), bytesSource(bytes), { modTime: TIME })
      writeFileSync(join(local, name), bytes)
    }
    await rclone('check', local, 'r:d')
    const listed = JSON.parse((await rclone('lsjson', 'r:d')).toString()) as { Name: string; ModTime: string }[]
    expect(listed.map(({ Name }) => Name).sort()).toEqual([...NAMES].sort())
    expect(new Set(listed.map(({ ModTime }) => Date.parse(ModTime)))).toEqual(new Set([Number(TIME / 1_000_000n)]))
    expect((await rclone('cat', 'r:d/ümläut')).byteLength).toBe(300_000)
    expect(at.violations).toEqual([])
  })

  test('we read, copy, move and remove what it writes, in pieces too', async () => {
    const at = await double({ pageSize: 5 })
    const fs = await opened(at)
    const rclone = await rcloneOn(at)
    const local = scratch()
    for (const [index, name] of NAMES.entries()) {
      writeFileSync(join(local, name), Buffer.alloc(index * 100_000, name))
      utimesSync(join(local, name), 1_354_040_105, 1_354_040_105.25)
    }
    await rclone('copy', '--drive-upload-cutoff', '256Ki', '--drive-chunk-size', '256Ki', local, 'r:d/e')
    expect(await keysBelow(fs)).toEqual(['d/', 'd/e/', ...NAMES.map((name) => `d/e/${name}`)].sort())
    for (const name of NAMES) {
      const object = await fs.stat(fsPath(`d/e/${name}`))
      expect(object.modTime).toBe(1_354_040_105_250_000_000n)
      expect(Buffer.compare(await readAll(fs.open(object)), readFileSync(join(local, name)))).toBe(0)
      await fs.move?.((await fs.copy?.(object, fsPath(`copies/${name}`))) ?? expect.fail(), fsPath(`moved/${name}`))
    }
    await rclone('check', local, 'r:moved')
    await fs.purge?.(fsPath('d'))
    await fs.moveDirectory?.(fsPath('moved'), fsPath('d/e'))
    await rclone('check', local, 'r:d/e')
    await rclone('sync', local, 'r:d/e')
    await rclone('rmdir', 'r:copies')
    expect(await keysBelow(fs)).toEqual(['d/', 'd/e/', ...NAMES.map((name) => `d/e/${name}`)].sort())
  })

  test('both show documents by what they are exported to, shortcuts by what they lead to, and duplicates as they are', async () => {
    const at = await double()
    const fs = await opened(at)
    const rclone = await rcloneOn(at)
    const exported = Buffer.from('a document')
    const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
    at.store.create({ name: 'Report', mimeType: 'application/vnd.google-apps.document' }, undefined, undefined, {
      exports: { [docx]: exported },
    })
    const { id = '' } = await fs.put(fsPath('target'), bytesSource(Buffer.from('the target')))
    at.store.create({ name: 'shortcut', mimeType: 'application/vnd.google-apps.shortcut', shortcutDetails: { targetId: id } }, undefined)
    for (const content of ['one', 'two']) await fs.put(fsPath('twin'), bytesSource(Buffer.from(content)), { replaces: 'nothing' })

    const names = ['Report.docx', 'shortcut', 'target', 'twin', 'twin']
    expect((await rclone('lsf', 'r:')).toString().trim().split('\n').sort()).toEqual(names)
    expect(await keysBelow(fs)).toEqual(names)
    expect((await rclone('cat', 'r:Report.docx')).toString()).toBe('a document')
    for (const [path, content] of [
      ['Report.docx', 'a document'],
      ['shortcut', 'the target'],
      ['target', 'the target'],
    ]) {
      expect(Buffer.from(await readAll(fs.open(await fs.stat(path as FsPath)))).toString()).toBe(content)
    }
    await rclone('dedupe', 'newest', 'r:')
    expect(await keysBelow(fs)).toEqual(['Report.docx', 'shortcut', 'target', 'twin'])
    await rclone('deletefile', 'r:shortcut')
    await rclone('cleanup', 'r:')
    expect(await keysBelow(fs)).toEqual(['Report.docx', 'target', 'twin'])
    expect((await rclone('link', 'r:target')).toString().trim()).toBe(await fs.publicLink?.(fsPath('target')))
  })
})
test.skipIf(hasRclone)('drive: no rclone', () => {})

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tranship-drive-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}
