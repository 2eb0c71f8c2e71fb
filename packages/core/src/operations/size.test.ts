import { quirky } from '@tranship/testkit'
import { expect, test } from 'vitest'
import { memoryOf } from '../../test/memory.js'
import { everything } from '../filter/filter.js'
import { fsPath } from '../fs/path.js'
import { totalSize } from './size.js'

const unreadable = () => expect.unreachable()
const FILES = { a: 'four', 'd/b': '', 'd/c': 'twelve bytes' }

test('counts files and bytes, those of unknown size apart', async () => {
  const fs = await memoryOf(FILES, ['empty'])
  expect(await totalSize(fs, { unreadable })).toEqual({ count: 3, bytes: 16, sizeless: 0 })
  expect(await totalSize(quirky(fs, { unknownSizes: true }), { unreadable })).toEqual({ count: 3, bytes: 0, sizeless: 3 })
  const filter = { ...everything, object: ({ size = 0 }) => size > 4 }
  expect(await totalSize(fs, { unreadable, filter })).toEqual({ count: 1, bytes: 12, sizeless: 0 })
  expect(await totalSize(fs, { unreadable, maxDepth: 1 })).toEqual({ count: 1, bytes: 4, sizeless: 0 })
  expect(await totalSize(fs, { unreadable, only: [await fs.stat(fsPath('a'))] })).toEqual({ count: 1, bytes: 4, sizeless: 0 })
})
