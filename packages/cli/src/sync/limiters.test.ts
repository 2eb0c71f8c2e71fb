import { type Fs, parseBandwidth } from '@tranship/core'
import memory from '@tranship/plugin-memory'
import { expect, test } from 'vitest'
import { createLimiters, limitsFrom } from './limiters.js'

const NO_FS = {} as Fs

test('--bwlimit-file slows each file by itself: the first block of a file goes at once, whatever others have sent', () => {
  const schedule = parseBandwidth('1k')
  const limits = limitsFrom({ 'bwlimit-file': schedule }, () => true)
  const { take, paceEach } = createLimiters(limits, () => {}).rooms(NO_FS, NO_FS)
  expect(take).toBeUndefined()
  const [one, other] = [paceEach?.(), paceEach?.()]
  expect(one?.(100_000)).toBeUndefined()
  expect(one?.(1)).toBeInstanceOf(Promise)
  expect(other?.(100_000)).toBeUndefined()
})

test('a remote has its own number of requests in flight, and its own cap', async () => {
  const limiters = createLimiters(
    limitsFrom({ checkers: 4 }, () => true),
    () => {},
  )
  const own = limiters.of(
    'small',
    memory,
    limitsFrom({ 'max-connections': 1 }, () => true),
  )
  await own.enter('request', 0)
  let entered = false
  void own.enter('upload', 0).then(() => {
    entered = true
  })
  const large = limiters.of('large', memory)
  await Promise.all(Array.from({ length: 4 }, () => large.enter('request', 0)))
  await new Promise((resolve) => setImmediate(resolve))
  expect(entered).toBe(false)
})
