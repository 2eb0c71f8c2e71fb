import { expect, test } from 'vitest'
import { entriesOf, memoryOf } from '../../test/memory.js'
import { fsPath, ROOT } from '../fs/path.js'
import { logged } from './logged.js'

test('tells of every operation at debug level when it is begun, also of one that fails, of a stream when it is pulled', async () => {
  const lines: unknown[][] = []
  const fs = logged(await memoryOf({ a: '' }), (...line) => lines.push(line))
  const pages = fs.list(ROOT)
  await fs.stat(fsPath('a'))
  await expect(fs.stat(fsPath('b'))).rejects.toMatchObject({ kind: 'not-found' })
  expect((await entriesOf(pages)).map(({ path }) => path)).toEqual(['a'])
  expect(lines).toEqual([
    ['debug', 'stat', 'a'],
    ['debug', 'stat', 'b'],
    ['debug', 'list', ''],
  ])
})
