import assert from 'node:assert/strict'
import { comparePaths, type Features, fsPath, orderKey, ROOT } from '@tranship/core'
import { all, always, realDirectories, where } from '../applies.js'
import type { Check } from '../check.js'
import { fails } from '../expect.js'
import { entriesOf, everything, keysOf, level, pathsBelow, write } from '../tree.js'

const listsInOrder = where((features) => features.listingOrder === 'path', "features.listingOrder is 'none'")

/** Names that UTF-16 order, or order by name instead of by key, puts at wrong places; they are written in another order. */
const ORDER_TRAPS = ['t0', 't/x', 't', 't-/y', 't!', 't.txt', 'T', '\u{1f600}', '\uff61', '\uff5e', '\u{10000}', 'é', 'z', 'e\u0301']

export const listingChecks: readonly Check[] = [
  {
    name: 'list: an empty root',
    sentence: 'A root with nothing in it lists empty.',
    appliesTo: always,
    run: async ({ fs }) => {
      await fs.put(fsPath('gone'), { repeatable: true, size: 0, open: async function* () {} }).then((object) => fs.remove(object))
      assert.deepEqual(await level(fs), [])
    },
  },
  {
    name: 'list: an empty directory',
    sentence: 'A directory exists by itself, also an empty one.',
    appliesTo: realDirectories,
    run: async ({ fs }) => {
      await fs.mkdir(fsPath('d/empty'))
      assert.deepEqual(await level(fs, fsPath('d/empty')), [])
      assert.deepEqual(await pathsBelow(fs), ['d/', 'd/empty/'])
    },
  },
  {
    name: 'list: a missing directory',
    sentence: 'A missing directory is not-found; without real directories it lists empty.',
    appliesTo: always,
    run: async ({ fs }) => {
      await write(fs, 'd/x')
      for (const path of ['missing', 'd/missing/deep', 'd/x0', 'd/x'].map(fsPath)) {
        for (const pages of [() => fs.list(path), ...(fs.listAll ? [() => fs.listAll?.(path) ?? fs.list(path)] : [])]) {
          if (fs.features.realDirectories) await fails(() => entriesOf(pages()), 'not-found')
          else assert.deepEqual(await keysOf(pages()), [])
        }
      }
    },
  },
  {
    name: 'list: one level',
    sentence: 'A listing tells one level of a directory: its objects, and each of its directories once.',
    appliesTo: always,
    run: async ({ fs }) => {
      for (const path of ['a/x', 'a/b/y', 'a/b/z', 'a/c/d/e', 'a!', 'ab/x', 'b']) await write(fs, path)
      assert.deepEqual(await level(fs), ['a!', 'a/', 'ab/', 'b'])
      assert.deepEqual(await level(fs, fsPath('a')), ['a/b/', 'a/c/', 'a/x'])
      assert.deepEqual(await level(fs, fsPath('a/c')), ['a/c/d/'])
    },
  },
  {
    name: 'list: a directory by its entry',
    sentence: 'A directory may be named by its path or by its entry.',
    appliesTo: always,
    run: async ({ fs }) => {
      for (const path of ['a/b/x', 'a/y']) await write(fs, path)
      const [directory] = await entriesOf(fs.list(ROOT))
      assert.ok(directory?.kind === 'directory')
      assert.deepEqual(await level(fs, directory), ['a/b/', 'a/y'])
      if (fs.listAll) assert.ok((await keysOf(fs.listAll(directory))).includes('a/b/x'))
    },
  },
  {
    name: 'list: as many entries as pages hold',
    sentence: 'A listing tells every entry once, however many pages it takes.',
    appliesTo: always,
    run: async ({ fs, pageSize }) => {
      const room = Math.min(pageSize, 100)
      let written = 0
      for (const count of [0, 1, room - 1, room, room + 1, 2 * room + 1]) {
        for (; written < count; written++) await write(fs, `d/${name(written)}`, 'x')
        const expected = Array.from({ length: count }, (_each, at) => `d/${name(at)}`)
        if (count > 0) assert.deepEqual(await level(fs, fsPath('d')), expected)
        assert.deepEqual(await pathsBelow(fs), count === 0 ? [] : ['d/', ...expected])
      }
    },
  },
  {
    name: 'list: as many directories as pages hold',
    sentence: 'A listing tells every entry once, however many pages it takes.',
    appliesTo: always,
    run: async ({ fs, pageSize }) => {
      const count = Math.min(pageSize, 50) + 1
      for (let at = 0; at < count; at++) for (const file of ['1', '2']) await write(fs, `${name(at)}/${file}`, 'x')
      assert.deepEqual(
        await level(fs),
        Array.from({ length: count }, (_each, at) => `${name(at)}/`),
      )
      assert.equal((await pathsBelow(fs)).length, 3 * count)
    },
  },
  {
    name: 'list: in path order',
    sentence: 'Listings that promise path order come in the UTF-8 order of the paths, a directory compared as "name/".',
    appliesTo: listsInOrder,
    run: async ({ fs, pageSize }) => {
      for (const trap of traps(fs.features)) await write(fs, trap, 'x')
      for (let at = 0; at < Math.min(pageSize, 20); at++) await write(fs, `t-/${name(at)}`, 'x')
      for (const pages of [fs.list(ROOT), ...(fs.listAll ? [fs.listAll(ROOT)] : [])]) {
        const keys = await keysOf(pages)
        assert.deepEqual(keys, keys.toSorted(comparePaths))
      }
    },
  },
  {
    name: 'list: names that are hard to order',
    sentence: 'Whatever order a listing promises, it tells every entry once.',
    appliesTo: always,
    run: async ({ fs }) => {
      const paths = new Set<string>()
      for (const path of traps(fs.features)) paths.add((await write(fs, path, 'x')).path)
      const objects = (await everything(fs)).filter((entry) => entry.kind === 'object').map((entry) => entry.path)
      assert.deepEqual(objects.sort(), [...paths].sort())
    },
  },
  {
    name: 'list: nothing before it is pulled',
    sentence: 'A listing does nothing until it is first pulled.',
    appliesTo: always,
    run: async ({ fs }) => {
      const late = [fs.list(fsPath('late')), ...(fs.listAll ? [fs.listAll(fsPath('late'))] : [])]
      await write(fs, 'late/x')
      for (const pages of late) assert.deepEqual(await keysOf(pages), ['late/x'])
      assert.ok(fs.list(fsPath('never pulled')))
    },
  },
  {
    name: 'list: left early',
    sentence: 'Leaving the loop releases the connection.',
    appliesTo: always,
    run: async ({ fs, pageSize }) => {
      for (let at = 0; at < Math.min(pageSize, 20) + 1; at++) await write(fs, name(at), 'x')
      for (let round = 0; round < 30; round++) {
        for await (const page of fs.list(ROOT)) if (page.length > 0) break
        for await (const page of fs.listAll?.(ROOT) ?? []) if (page.length > 0) break
      }
      assert.equal((await level(fs)).length, Math.min(pageSize, 20) + 1)
    },
  },
  {
    name: 'list: directories named like files',
    sentence: 'An object "a" and an object "a/b" may exist together.',
    appliesTo: all(where((features) => features.objectBesideDirectory, 'features.objectBesideDirectory is false')),
    run: async ({ fs }) => {
      for (const path of ['a', 'a/b', 'a/b/c']) await write(fs, path)
      assert.deepEqual(await level(fs), ['a', 'a/'])
      assert.deepEqual(await level(fs, fsPath('a')), ['a/b', 'a/b/'])
      assert.deepEqual(await pathsBelow(fs), ['a', 'a/', 'a/b', 'a/b/', 'a/b/c'])
      await fs.remove(await fs.stat(fsPath('a/b')))
      assert.deepEqual((await everything(fs)).filter((entry) => entry.kind === 'object').map(orderKey), ['a', 'a/b/c'])
    },
  },
]

/** Names whose number of digits does not change their order. */
function name(at: number): string {
  return `n${String(at).padStart(4, '0')}`
}

function traps({ objectBesideDirectory, caseSensitive }: Features): readonly string[] {
  return ORDER_TRAPS.filter((path) => (objectBesideDirectory || path !== 't') && (caseSensitive || path !== 'T'))
}
