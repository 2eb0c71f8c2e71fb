import { expect, test } from 'vitest'
import { createVirtualClock } from '../../test/virtual-clock.js'
import { createBandwidth, type Way, waysBetween } from './bandwidth.js'
import { parseBandwidth } from './bandwidth-schedule.js'

const KIB = 1024
/** 2 November 2026, 07:59:50 */
const EARLY = new Date(2026, 10, 2, 7, 59, 50).getTime()

function bandwidthOf(text: string) {
  const schedule = parseBandwidth(text)
  if (schedule === undefined) throw new Error(`not understood: ${text}`)
  const clock = createVirtualClock(EARLY)
  const bandwidth = createBandwidth(schedule, clock)
  const seconds = () => (clock.now() - EARLY) / 1000
  /** Seconds that it takes for so many KiB, in blocks of 10. */
  const send = async (kibibytes: number, ways: readonly Way[] = ['up']) => {
    const begun = seconds()
    for (let sent = 0; sent < kibibytes; sent += 10) await bandwidth.take(ways, 10 * KIB)
    return seconds() - begun
  }
  return { clock, bandwidth, send, seconds }
}

test('all transfers together keep to the rate', async () => {
  const { clock, send } = bandwidthOf('100')
  const times = await clock.run(Promise.all([send(500), send(500), send(500)]))
  expect(Math.max(...times)).toBeCloseTo(15, 0)
})

test('without a limit nothing waits', () => {
  const { bandwidth } = bandwidthOf('off:1')
  for (let times = 0; times < 1000; times++) expect(bandwidth.take(['up', 'within'], 1e9)).toBeUndefined()
})

test('up and down are apart; within this machine the larger of the two holds; between remotes both do', async () => {
  const { clock, send } = bandwidthOf('100:50')
  const took: Record<string, number> = {}
  for (const ways of [waysBetween(false, true), waysBetween(true, false), waysBetween(false, false), waysBetween(true, true)]) {
    took[ways.join()] = Math.round(await clock.run(send(1000, ways)))
  }
  expect(took).toEqual({ up: 10, down: 20, within: 10, 'down,up': 20 })
})

test('a timetable changes the rate also for who waits', async () => {
  const { clock, send } = bandwidthOf('00:00,1 08:00,100')
  // Ten seconds at 1 KiB a second, then the rest of the first blocks and all others at 100.
  expect(await clock.run(send(1000))).toBeCloseTo(10 + 9.9, 0)
})

test('a program changes the rate also for who waits', async () => {
  const { clock, bandwidth, send } = bandwidthOf('1')
  const sent = send(1000)
  const change = clock.sleep(5_000).then(() => bandwidth.change(parseBandwidth('100') ?? [{ minute: 0, up: 0, down: 0 }]))
  expect(await clock.run(sent)).toBeCloseTo(5 + 9.95, 0)
  await change
})

test('who waits can give up, and is not paid for', async () => {
  const { clock, bandwidth } = bandwidthOf('10')
  await clock.run(Promise.resolve(bandwidth.take(['up'], 20 * KIB)))
  const controller = new AbortController()
  const second = bandwidth.take(['up'], 10_000 * KIB, controller.signal)
  const third = Promise.resolve(bandwidth.take(['up'], KIB))
  const reason = new Error('stop')
  controller.abort(reason)
  await expect(second).rejects.toBe(reason)
  const begun = clock.now()
  await clock.run(third)
  expect(clock.now() - begun).toBeLessThan(3_000)
})
