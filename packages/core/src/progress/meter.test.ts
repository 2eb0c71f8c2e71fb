import { expect, test } from 'vitest'
import { fsPath } from '../fs/path.js'
import { createMeters } from './meter.js'

test('meters tell what is under way, and all bytes that moved, the repeated ones too', () => {
  const meters = createMeters()
  const known = meters.start(fsPath('a'), 10)
  const unknown = meters.start(fsPath('b'), undefined)
  expect(known).toEqual({ path: 'a', size: 10, bytes: 0 })
  expect('size' in unknown).toBe(false)
  meters.add(known, 4)
  known.bytes = 0
  meters.add(known, 10)
  meters.add(unknown, 1)
  expect([...meters.active].map(({ path, bytes }) => [path, bytes])).toEqual([
    ['a', 10],
    ['b', 1],
  ])
  expect(meters.moved).toBe(15)
  meters.end(known)
  meters.end(known)
  expect([...meters.active]).toEqual([unknown])
  expect(meters.moved).toBe(15)
})
