import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type OptionInput, withDefaults } from '@tranship/core'
import { describe, expect, it } from 'vitest'
import { path, scratch } from '../../test/scratch.js'
import { copyFile } from '../copying/copy-file.js'
import { type LocalRoot, localRoot } from '../local-root.js'
import { options } from '../options.js'
import { statFile } from '../status/status.js'
import { directSource } from './direct.js'
import { createFileHasher } from './hash-file.js'
import { readSmall, readWaiting } from './whole-file.js'

/** A root on a disk that every read waits for. */
function slowRoot(more: OptionInput<typeof options> = {}): LocalRoot {
  const root = localRoot(withDefaults(options, { root: scratch(), ...more }), () => {})
  return { ...root, disk: { waits: () => true, took: () => {} } }
}

const at = (root: LocalRoot, name: string) => join(String(root.directory), name)

describe('a small file on a slow disk', () => {
  it.each([0, 1, 4096, 256 * 1024])('of %i bytes is read by the thread pool, to the same end', async (size) => {
    const root = slowRoot()
    const bytes = Buffer.alloc(size, 'abc')
    writeFileSync(at(root, 'from'), bytes)
    const object = statFile(root, path('from'))
    expect(await readWaiting(root, object)).toEqual(readSmall(root, object, Buffer.alloc))
    expect(Buffer.from((await directSource(root, object)).whole?.() ?? []).equals(bytes)).toBe(true)
    expect(await createFileHasher(root)(object, 'md5')).toBe(
      await createFileHasher({ ...root, disk: { waits: () => false, took: () => {} } })(object, 'md5'),
    )
    expect(await copyFile(root, object, path('below/to'))).toEqual(statFile(root, path('below/to')))
    expect(readFileSync(at(root, 'below/to')).equals(bytes)).toBe(true)
  })

  it('is left to the usual way where that says what is wrong', async () => {
    const root = slowRoot()
    for (const name of ['changed', 'gone', 'link', 'longer']) writeFileSync(at(root, name), 'before')
    const listed = (name: string) => statFile(root, path(name))
    const [changed, gone, link, longer] = [listed('changed'), listed('gone'), listed('link'), listed('longer')]
    writeFileSync(at(root, 'changed'), 'behind')
    for (const name of ['gone', 'link']) rmSync(at(root, name))
    symlinkSync('changed', at(root, 'link'))
    writeFileSync(at(root, 'longer'), Buffer.alloc(256 * 1024 + 1))
    for (const [object, kind] of [
      [changed, 'precondition-failed'],
      [gone, 'not-found'],
      [link, 'denied'],
      [longer, 'precondition-failed'],
    ] as const) {
      expect(await readWaiting(root, object)).toBeUndefined()
      await expect(copyFile(root, object, path(`to/${object.path}`))).rejects.toMatchObject({ kind })
    }
  })

  it('is read at once where changes are not minded, and where it is not small', () => {
    const root = slowRoot({ no_check_updated: true })
    writeFileSync(at(root, 'from'), 'bytes')
    expect(readWaiting(root, statFile(root, path('from')))).toBeUndefined()
    const other = slowRoot()
    writeFileSync(at(other, 'large'), Buffer.alloc(256 * 1024 + 1))
    expect(readWaiting(other, statFile(other, path('large')))).toBeUndefined()
  })
})
