import { expect, test } from 'vitest'
import { fromDate } from '../fs/time.js'
import { parseAge } from './age.js'

const now = new Date('2026-11-23T12:00:00Z')
const at = (text: string) => fromDate(new Date(text))

test.each([
  ['90', at('2026-11-23T11:58:30Z')],
  ['1.5h', at('2026-11-23T10:30:00Z')],
  ['2d', at('2026-11-21T12:00:00Z')],
  ['1M', at('2026-10-24T12:00:00Z')],
  ['1y', at('2025-11-23T12:00:00Z')],
  ['1h30m', at('2026-11-23T10:30:00Z')],
  ['1ms', at('2026-11-23T11:59:59.999Z')],
  ['-1h', at('2026-11-23T13:00:00Z')],
  ['2026-01-02', at('2026-01-02T00:00:00')],
  ['2026-01-02T03:04:05', at('2026-01-02T03:04:05')],
  ['2026-01-02 03:04:05', at('2026-01-02T03:04:05')],
  ['2026-01-02T03:04:05Z', at('2026-01-02T03:04:05Z')],
  ['2026-01-02T03:04:05+01:00', at('2026-01-02T02:04:05Z')],
  ['off', 'off'],
  ['', undefined],
  ['-off', undefined],
  ['yesterday', undefined],
  ['2026-13-01', undefined],
  ['2026-02-30', undefined],
  ['2026-1-2', undefined],
  ['1x', undefined],
])('%j is %s', (text, expected) => {
  expect(parseAge(text, now)).toEqual(expected)
})
