import assert from 'node:assert/strict'
import { fsPath } from '@tranship/core'
import { always, where } from '../applies.js'
import type { Check } from '../check.js'
import { agreesWithStat, fails } from '../expect.js'
import { atOnce, bytesOf, overwriting, sized, unsized } from '../sources.js'
import { level, pathsBelow, read, sameBytes, textAt, write } from '../tree.js'

export const putChecks: readonly Check[] = [
  {
    name: 'put: bodies of every size',
    sentence: 'put writes an object of just the bytes of its source.',
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      for (const size of [0, 1, 100, partSize - 1, partSize, partSize + 1, 2 * partSize + 1]) {
        const bytes = bytesOf(size, size)
        for (const source of [sized(bytes), unsized(bytes), atOnce(bytes)]) {
          const object = await fs.put(fsPath('file'), source)
          sameBytes(await read(fs, object), bytes, `the body of ${size} bytes`)
        }
      }
      assert.deepEqual(await level(fs), ['file'])
    },
  },
  {
    name: 'put: replaces',
    sentence: 'put replaces what is there.',
    appliesTo: always,
    run: async ({ fs }) => {
      for (const content of ['first', 'the second, which is longer', '3', '']) {
        await write(fs, 'd/file', content)
        assert.equal(await textAt(fs, 'd/file'), content)
        assert.deepEqual(await pathsBelow(fs), ['d/', 'd/file'])
      }
    },
  },
  {
    name: 'put: missing parents',
    sentence: 'put makes missing parents.',
    appliesTo: always,
    run: async ({ fs }) => {
      await write(fs, 'a/b/c/d')
      await write(fs, 'a/b/e')
      assert.deepEqual(await pathsBelow(fs), ['a/', 'a/b/', 'a/b/c/', 'a/b/c/d', 'a/b/e'])
    },
  },
  {
    name: 'put: what it returns',
    sentence: 'put returns what stat would; lastModified may be absent.',
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      const options = { modTime: 1_354_040_105_123_456_789n, mimeType: 'text/x-check' }
      for (const [path, size, more] of [
        ['plain', 5, {}],
        ['d/empty', 0, options],
        ['d/told', 5, options],
        ['large', partSize + 1, options],
      ] as const) {
        for (const source of [sized(bytesOf(size)), unsized(bytesOf(size)), atOnce(bytesOf(size))]) {
          const returned = await fs.put(fsPath(path), source, more)
          const { lastModified: _ours, ...stat } = await fs.stat(fsPath(path))
          agreesWithStat(returned, await fs.stat(fsPath(path)), 'put')
          agreesWithStat(stat, returned, 'stat')
        }
      }
    },
  },
  {
    name: 'put: a source that uses its memory again',
    sentence: "Chunks are the consumer's to keep, unless it asked for `reuse`: then it is done with a chunk when it pulls the next.",
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      for (const size of [25_000, 2 * partSize + 1]) {
        const bytes = bytesOf(size)
        for (const source of [overwriting(bytes), { ...overwriting(bytes), size: undefined }]) {
          const { size: declared, ...rest } = source
          const object = await fs.put(fsPath('file'), { ...rest, ...(declared !== undefined && { size: declared }) })
          sameBytes(await read(fs, object), bytes)
        }
      }
    },
  },
  {
    name: 'put: the mime type',
    sentence: 'An object keeps the mime type it is given.',
    appliesTo: where((features) => features.mimeTypes, 'features.mimeTypes is false'),
    run: async ({ fs, partSize }) => {
      for (const size of [0, 5, partSize + 1]) {
        await write(fs, 'file', bytesOf(size), { mimeType: 'text/x-check; charset=utf-8' })
        assert.equal((await fs.stat(fsPath('file'))).mimeType, 'text/x-check; charset=utf-8')
      }
    },
  },
  {
    name: 'put: over a directory',
    sentence: 'An object does not take the place of a directory, nor a directory that of an object.',
    appliesTo: where(
      (features) => features.realDirectories && !features.objectBesideDirectory,
      'an object may stand beside a directory of its name',
    ),
    run: async ({ fs }) => {
      await write(fs, 'd/file', 'kept')
      await fs.mkdir(fsPath('empty'))
      await fails(write(fs, 'd', 'no'), 'is-directory')
      await fails(write(fs, 'empty', 'no'), 'is-directory')
      await fails(write(fs, 'd/file/below', 'no'))
      await fails(fs.mkdir(fsPath('d/file')))
      assert.equal(await textAt(fs, 'd/file'), 'kept')
      assert.deepEqual(await pathsBelow(fs), ['d/', 'd/file', 'empty/'])
    },
  },
  {
    name: 'put: its own copy of the bytes',
    sentence: 'An object stays as it was put, whatever becomes of the memory it came from.',
    appliesTo: always,
    run: async ({ fs }) => {
      const bytes = bytesOf(1000)
      const object = await fs.put(fsPath('file'), atOnce(bytes))
      bytes.fill(0)
      const first = await read(fs, object)
      sameBytes(first, bytesOf(1000))
      first.fill(0)
      sameBytes(await read(fs, object), bytesOf(1000))
    },
  },
]
