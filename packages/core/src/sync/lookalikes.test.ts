import { expect, test } from 'vitest'
import { memoryOf } from '../../test/memory.js'
import { fsPath } from '../fs/path.js'
import { createLookalikes } from './lookalikes.js'

const { features } = await memoryOf()

test('where case does not count, finds what is written under another spelling of an extra, whichever comes first', () => {
  const { written, extra } = createLookalikes({ ...features, caseSensitive: false })
  expect(extra(fsPath('D/A'))).toBeUndefined()
  expect(written(fsPath('d/a'))).toBe('D/A')
  expect(written(fsPath('e\u0301'))).toBeUndefined()
  expect(extra(fsPath('\u00c9'))).toBe('e\u0301')
  expect(extra(fsPath('d/b'))).toBeUndefined()
  expect(extra(fsPath('D/B'))).toBeUndefined()
})

test('where case counts, spellings are names of their own', () => {
  const { written, extra } = createLookalikes({ ...features, caseSensitive: true })
  expect(extra(fsPath('A'))).toBeUndefined()
  expect(written(fsPath('a'))).toBeUndefined()
})
