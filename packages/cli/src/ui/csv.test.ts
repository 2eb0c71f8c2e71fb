import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvRow, csvRows } from './csv.js'

test('rows are read as they are written', () => {
  expect(csvRows('a,b\r\n"c ""d""\n,e",\n\nlast')).toEqual([['a', 'b'], ['c "d"\n,e', ''], ['last']])
  const field = fc.string().filter((text) => !text.includes('\r'))
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.string({ minLength: 1 }).filter((text) => !text.includes('\r')),
          field,
        ),
      ),
      (rows) => {
        expect(csvRows(rows.map((row) => csvRow(row, ',')).join('\n'))).toEqual(rows)
      },
    ),
  )
})
