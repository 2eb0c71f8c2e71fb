import { createMeters, FsError, type FsObject, type FsPath } from '@tranship/core'
import { expect, test } from 'vitest'
import { createTally } from './tally.js'

const object = (path: string, size: number): FsObject => ({ kind: 'object', path: path as FsPath, size })

test('the whole is what is done and what is due, and what fails leaves it', () => {
  const meters = createMeters()
  const tally = createTally(meters, 0)
  const [one, two] = [object('one', 100), object('two', 300)]
  for (const { size } of [one, two]) meters.expect(size)
  const meter = meters.start(one.path, 100)
  meters.add(meter, 40)
  expect(tally.snapshot(1000)).toMatchObject({ copied: 0, totalFiles: 2, totalBytes: 400, partial: 40, bytes: 0, speed: 40, eta: 9 })

  meters.add(meter, 60)
  meters.end(meter)
  tally.take({ type: 'done', path: one.path, change: { do: 'copy', path: one.path, src: one, dst: one, why: 'size' } })
  meters.settle(100)
  expect(tally.snapshot(2000)).toMatchObject({ copied: 1, updated: 1, totalFiles: 2, totalBytes: 400, partial: 0, bytes: 100 })

  tally.take({ type: 'failed', path: two.path, error: new FsError('denied', 'no') })
  meters.settle(300)
  const last = tally.snapshot(3000)
  expect(last).toMatchObject({ copied: 1, failed: 1, totalFiles: 1, totalBytes: 100, transfers: [] })
  expect(last).not.toHaveProperty('eta')
})

test('another run tells anew what it finds unchanged or cannot do', () => {
  const tally = createTally(createMeters(), 0)
  const path = 'a' as FsPath
  tally.take({ type: 'kept', path })
  tally.take({ type: 'failed', path, error: new FsError('unavailable', 'later') })
  tally.begin()
  tally.take({ type: 'kept', path })
  expect(tally.totals).toMatchObject({ unchanged: 1, failed: 0 })
})
