import { expect, test } from 'vitest'
import { failing, watched } from '../../test/faults.js'
import { memoryOf } from '../../test/memory.js'
import { createVirtualClock } from '../../test/virtual-clock.js'
import { FsError } from '../fs/error.js'
import { createAdaptiveLimiter } from '../http/adaptive/adaptive-limiter.js'
import type { SyncEvent } from './event.js'
import { sync } from './sync.js'

test('what the limiters of a run choose is told while it lasts, and no longer', async () => {
  const clock = createVirtualClock()
  const limiter = createAdaptiveLimiter({ clock, range: { start: 16, floor: 2, ceiling: 64, growth: 0 } })
  const refuse = async () => (await limiter.enter('upload', 0)).refused()
  let refusals: Promise<void> = Promise.resolve()
  const dst = watched(await memoryOf(), ({ method }) => {
    if (method === 'put') refusals = refuse()
  })
  const events: SyncEvent[] = []
  const options = { limiters: { work: limiter }, report: (event: SyncEvent) => events.push(event) }
  await sync(await memoryOf({ a: 'x' }), dst, { deletes: false, compare: 'modTime' }, options)
  await refusals
  const told = events.filter(({ type }) => type === 'limit-chosen')
  expect(told).toMatchObject([{ path: '', remote: 'work', choice: { use: 'upload', limit: 2, why: 'refused' } }])

  await clock.run(refuse())
  expect(events.filter(({ type }) => type === 'limit-chosen')).toEqual(told)
})

test('what only the destination has is told to be left, and what was to be done where it failed', async () => {
  const dst = failing(await memoryOf({ extra: 'e', a: 'old' }), ({ method }) =>
    method === 'put' ? new FsError('denied', 'no') : undefined,
  )
  const src = await memoryOf({ a: 'newer', same: '' })
  for (const [deletes, why] of [
    [false, []],
    [true, [['deletes-withheld', '']]],
  ] as const) {
    const events: SyncEvent[] = []
    await sync(src, dst, { deletes, compare: 'modTime' }, { report: (event) => events.push(event), checkers: 1, transfers: 1 })
    const told = events.filter(({ type }) => type !== 'failed').map(({ type, path }) => [type, path])
    expect(told).toEqual([...why, ['left', 'extra']])
    const failed = events.flatMap((event) => (event.type === 'failed' ? [event.change] : []))
    expect(failed).toMatchObject([
      { do: 'copy', path: 'a', dst: { path: 'a' } },
      { do: 'copy', path: 'same', why: 'missing' },
    ])
  }
})
