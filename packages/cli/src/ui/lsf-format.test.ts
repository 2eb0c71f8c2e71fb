import type { Details, FsPath } from '@tranship/core'
import { describe, expect, test } from 'vitest'
import { csvRow } from './csv.js'
import { type LsfStyle, lsfFormat } from './lsf-format.js'

const STYLE: LsfStyle = { hash: 'md5', absolute: false, dirSlash: true, name: (path) => path }
const FILE: Details = {
  entry: { kind: 'object', path: 'd/f' as FsPath, size: 3, mimeType: 'a/b', id: '7', tier: 'COLD' },
  hashes: { md5: 'abc' },
  failedHashes: [],
  metadata: { z: '\u009b', a: '"' },
}
const DIRECTORY: Details = { entry: { kind: 'directory', path: 'd' as FsPath }, hashes: {}, failedHashes: [] }

describe('lsfFormat', () => {
  test('has a field for each letter, in the order of the letters', () => {
    expect(lsfFormat('pshiomeTMp', STYLE).fields(FILE)).toEqual([
      ...['d/f', '3', 'abc', '7', '7', 'a/b', '', 'COLD', '{"a":"\\"","z":"\\u009b"}', 'd/f'],
    ])
    expect(lsfFormat('pshiomeTM', STYLE).fields(DIRECTORY)).toEqual(['d/', '-1', '', '', '', 'inode/directory', '', '', '{}'])
  })

  test('what could not be read is ERROR, what there is none of is empty', () => {
    const format = lsfFormat('h', STYLE)
    expect(format.fields({ ...FILE, hashes: {}, failedHashes: ['md5'] })).toEqual(['ERROR'])
    expect(format.fields({ ...FILE, hashes: {} })).toEqual([''])
  })

  test('asks only for what its letters need', () => {
    expect(lsfFormat('psieoT', STYLE).wanted).toEqual({})
    expect(lsfFormat('thmM', { ...STYLE, hash: 'sha1' }).wanted).toEqual({
      modTimes: true,
      hashes: ['sha1'],
      mimeTypes: true,
      metadata: true,
    })
  })

  test.each(['x', 'pP', 'constructor'])('%j is refused', (letters) => {
    expect(() => lsfFormat(letters, STYLE)).toThrow(/stands for nothing/)
  })
})

test.each([
  [['a', 'b c'], ',', 'a,b c'],
  [['a,b', 'c"d', ' e', 'f\ng', '\\.', ''], ',', '"a,b","c""d"," e","f\ng","\\.",'],
  [['a,b', 'c;d'], ';', 'a,b;"c;d"'],
])('the row of %j is quoted where it must be', (fields, separator, row) => {
  expect(csvRow(fields, separator)).toBe(row)
})
