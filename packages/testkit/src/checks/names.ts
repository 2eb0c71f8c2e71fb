import assert from 'node:assert/strict'
import { type Fs, type FsPath, fsPath } from '@tranship/core'
import { always, where } from '../applies.js'
import type { Check } from '../check.js'
import { absent, fails } from '../expect.js'
import { AWKWARD_NAMES, ESCAPED_NAMES } from '../names.js'
import { sized } from '../sources.js'
import { everything, level, textAt, write } from '../tree.js'

export const nameChecks: readonly Check[] = [
  {
    name: 'names: of objects',
    sentence: 'Any legal path round-trips as the name of an object.',
    appliesTo: always,
    run: async ({ fs }) => {
      for (const name of AWKWARD_NAMES) await roundTrips(fs, fsPath(name))
    },
  },
  {
    name: 'names: of directories',
    sentence: 'Any legal path round-trips as the name of a directory.',
    appliesTo: always,
    run: async ({ fs }) => {
      for (const name of AWKWARD_NAMES) await roundTrips(fs, fsPath(`${name}/file`))
    },
  },
  {
    name: 'names: all at once',
    sentence: 'No two legal paths stand for the same object, but for case and the forms of Unicode.',
    appliesTo: always,
    run: async ({ fs }) => {
      const contents = new Map<string, string>()
      for (const name of AWKWARD_NAMES) contents.set((await write(fs, `d/${name}`, name)).path, name)
      assert.equal(contents.size, AWKWARD_NAMES.length)
      const objects = (await everything(fs)).filter((entry) => entry.kind === 'object').map((entry) => entry.path)
      assert.deepEqual(objects.sort(), [...contents.keys()].sort())
      for (const [path, content] of contents) assert.equal(await textAt(fs, path), content)
    },
  },
  {
    name: 'names: that differ by case',
    sentence: 'features.caseSensitive says whether names that differ by case are names of one object; entries carry the stored spelling.',
    appliesTo: always,
    run: async ({ fs }) => {
      await write(fs, 'Dir/Hello', 'first')
      await write(fs, 'Dir/HELLO', 'second')
      if (fs.features.caseSensitive) {
        assert.equal(await textAt(fs, 'Dir/Hello'), 'first')
        assert.deepEqual(await level(fs, fsPath('Dir')), ['Dir/HELLO', 'Dir/Hello'])
        await absent(fs, 'Dir/hello')
        await absent(fs, 'dir/Hello')
      } else {
        assert.equal((await everything(fs)).filter((entry) => entry.kind === 'object').length, 1)
        const [stored = ''] = await level(fs, fsPath('Dir'))
        assert.equal((await fs.stat(fsPath('dir/hello'))).path, stored)
        assert.equal(await textAt(fs, 'dir/hello'), 'second')
      }
    },
  },
  {
    name: 'names: in two forms of Unicode',
    sentence: 'Entries carry the stored spelling, also when returned by put and stat.',
    appliesTo: always,
    run: async ({ fs }) => {
      const composed = fsPath('caf\u00e9')
      const decomposed = fsPath('cafe\u0301')
      const first = await write(fs, composed, 'composed')
      const second = await write(fs, decomposed, 'decomposed')
      const listed = (await everything(fs)).map((entry) => entry.path)
      assert.deepEqual(listed.sort(), [...new Set([first.path, second.path])].sort())
      for (const path of [composed, decomposed]) assert.ok(listed.includes((await fs.stat(path)).path))
      assert.equal(await textAt(fs, decomposed), 'decomposed')
      assert.equal(await textAt(fs, composed), listed.length === 1 ? 'decomposed' : 'composed')
    },
  },
  {
    name: 'names: that are no Unicode text',
    sentence: 'A name with a lone surrogate is invalid-path.',
    appliesTo: always,
    run: async ({ fs }) => {
      for (const name of ['\ud800', 'a\udc00', 'd/\ud83dx/y'] as FsPath[]) {
        await fails(() => fs.put(name, sized(Buffer.from('x'))), 'invalid-path')
        if (fs.features.realDirectories) await fails(() => fs.mkdir(name), 'invalid-path')
      }
      assert.deepEqual(await everything(fs), [])
    },
  },
  {
    name: 'names: that stand for illegal ones',
    sentence: 'A stored name that is no legal path is shown by a reversible escape, and can be read, copied and deleted.',
    appliesTo: where((features) => !features.realDirectories, 'features.realDirectories is true: no such name can be stored'),
    run: async ({ fs }) => {
      for (const name of ESCAPED_NAMES) {
        await roundTrips(fs, fsPath(`d/${name}`))
        await roundTrips(fs, fsPath(`d/${name}/e`))
      }
    },
  },
]

/** Writes, finds, reads, copies and removes an object. */
async function roundTrips(fs: Fs, path: FsPath): Promise<void> {
  const shown = JSON.stringify(path)
  const put = await write(fs, path, `content of ${path}`)
  assert.equal(put.path, path, `put ${shown} under another name`)
  assert.equal((await fs.stat(path)).path, path, `stat tells another name of ${shown}`)
  const objects = (await everything(fs)).filter((entry) => entry.kind === 'object')
  assert.deepEqual(
    objects.map((entry) => entry.path),
    [path],
    `the listing shows ${shown} otherwise`,
  )
  assert.equal(await textAt(fs, path), `content of ${path}`, `the content of ${shown}`)
  if (fs.copy !== undefined) await fs.remove(await fs.copy(put, fsPath(`~/${path}`)))
  await fs.remove(put)
  await absent(fs, path)
  for (const entry of (await everything(fs)).reverse()) if (entry.kind === 'directory') await fs.rmdir(entry)
}
