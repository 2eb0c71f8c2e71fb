import { describe, expect, test } from 'vitest'
import { type Job, LARGE_FILES, SMALL_FILES, send } from '../../../test/simulated-jobs.js'
import { type ServiceModel, simulate } from '../../../test/simulated-services.js'
import { RANGES, runAdaptive } from '../../../test/simulated-throughput.js'
import { createVirtualClock } from '../../../test/virtual-clock.js'
import { createAdaptiveLimiter } from './adaptive-limiter.js'
import type { Choice } from './lane.js'

const MEBIBYTE = 1024 ** 2
const ONE = 100_000
const far: ServiceModel = { latency: 30, jitter: 0.2, overhead: 0, speed: (n) => n * ONE }
const eightServers: ServiceModel = { latency: 1, jitter: 0.2, overhead: 5 * ONE, speed: (n) => Math.min(n, 8) * ONE }
const slowDisk: ServiceModel = { latency: 0.2, jitter: 0.2, overhead: 1e6, speed: (n) => 150_000 / (1 + 0.11 * Math.max(0, n - 2)) }
const many: Job = { ...SMALL_FILES, files: 10_000 }

describe('the number in flight', () => {
  test('reaches the ceiling where nothing but latency bounds it', async () => {
    const { service, limiter } = await runAdaptive(many, far, RANGES.objectStore)
    expect(service.peak).toBe(512)
    expect(limiter.limit('upload')).toBeGreaterThanOrEqual(256)
  })

  test('settles near what a service of eight servers can use', async () => {
    const { limiter } = await runAdaptive(many, eightServers, RANGES.objectStore)
    expect(limiter.limit('upload')).toBeLessThanOrEqual(64)
  })

  test('falls to a few where more of them hinder each other', async () => {
    const { limiter } = await runAdaptive(SMALL_FILES, slowDisk, RANGES.disk)
    expect(limiter.limit('upload')).toBeLessThanOrEqual(4)
  })

  test('stays what a person has set, whatever the service does', async () => {
    const clock = createVirtualClock()
    const limiter = createAdaptiveLimiter({ fixed: { upload: 3 }, clock })
    const service = simulate(clock, far)
    await clock.run(Promise.all(Array.from({ length: 300 }, () => send(SMALL_FILES, limiter, service, 'upload', clock))))
    expect([service.peak, limiter.limit('upload')]).toEqual([3, 3])
  })

  test('says nothing of itself while requests trickle', async () => {
    const clock = createVirtualClock()
    const limiter = createAdaptiveLimiter({ range: RANGES.objectStore, clock })
    const service = simulate(clock, far)
    const trickle = async () => {
      for (let number = 0; number < 1000; number++) await send(SMALL_FILES, limiter, service, 'upload', clock)
    }
    await clock.run(trickle())
    expect(limiter.limit('upload')).toBe(96)
  })

  test.each([
    ['waits', () => 0, 512],
    ['is at work all the time', (now: number) => now, 96],
  ])('rises with each request only while this program %s', async (_what, workedBy, peak) => {
    const clock = createVirtualClock()
    const limiter = createAdaptiveLimiter({ range: RANGES.objectStore, clock: { ...clock, worked: () => workedBy(clock.now()) } })
    const service = simulate(clock, far)
    await clock.run(Promise.all(Array.from({ length: 1000 }, () => send(SMALL_FILES, limiter, service, 'upload', clock))))
    expect(service.peak).toBe(peak)
  })

  test.each([
    ['as many as keep this program at work', 5, 16],
    ['many, where a far service makes it wait', 60, 192],
  ])('becomes %s', async (_what, latency, most) => {
    const clock = createVirtualClock()
    let worked = 0
    let free = 0
    const work = async (milliseconds: number) => {
      free = Math.max(clock.now(), free) + milliseconds
      worked += milliseconds
      await clock.sleep(free - clock.now())
    }
    const limiter = createAdaptiveLimiter({ range: RANGES.objectStore, clock: { ...clock, worked: () => worked } })
    const request = async () => {
      const slot = await limiter.enter('upload', 4096)
      await work(0.5)
      await clock.sleep(latency)
      await work(0.5)
      slot.done()
    }
    const files = 5000
    await clock.run(Promise.all(Array.from({ length: files }, request)))
    expect(limiter.limit('upload')).toBeLessThanOrEqual(most)
    expect(limiter.limit('upload')).toBeGreaterThanOrEqual(latency)
    expect(clock.now()).toBeLessThan(1.1 * files)
  })

  test('rises again when this program has less work of its own', async () => {
    const clock = createVirtualClock()
    const isBusy = () => clock.now() < 2000
    const limiter = createAdaptiveLimiter({ range: RANGES.objectStore, clock: { ...clock, worked: () => Math.min(clock.now(), 2000) } })
    const service = simulate(clock, far)
    const some = () => Promise.all(Array.from({ length: 200 }, () => send(SMALL_FILES, limiter, service, 'upload', clock)))
    const rounds = async (goesOn: () => boolean) => {
      while (goesOn()) await some()
    }
    let least = Number.POSITIVE_INFINITY
    limiter.listen(({ limit }) => {
      least = Math.min(least, limit)
    })
    await clock.run(rounds(isBusy))
    expect(least).toBeLessThanOrEqual(16)
    await clock.run(rounds(() => clock.now() < 6000))
    expect(limiter.limit('upload')).toBeGreaterThanOrEqual(96)
  })

  test('comes down when connections break, not for a single one', async () => {
    const clock = createVirtualClock()
    const limiter = createAdaptiveLimiter({ range: RANGES.objectStore, clock })
    const slots = await Promise.all(Array.from({ length: 96 }, () => limiter.enter('upload', 0)))
    slots[0]?.failed()
    expect(limiter.limit('upload')).toBe(96)
    for (const slot of slots.slice(1, 20)) slot.failed()
    expect(limiter.limit('upload')).toBeLessThan(70)
  })
})

describe('the budget', () => {
  test('bounds the bytes in flight, and a request larger than it runs alone', async () => {
    const clock = createVirtualClock()
    const limiter = createAdaptiveLimiter({ range: RANGES.objectStore, budget: 100 * MEBIBYTE, clock })
    let held = 0
    let most = 0
    const request = async (bytes: number) => {
      const slot = await limiter.enter('upload', bytes)
      held += bytes
      if (bytes < 100 * MEBIBYTE) most = Math.max(most, held)
      else expect(held).toBe(bytes)
      await clock.sleep(10)
      held -= bytes
      slot.done()
    }
    await clock.run(Promise.all([16, 200, 1, 16, 16, 16, 16, 16, 16, 200, 16, 40].map((size) => request(size * MEBIBYTE))))
    expect(most).toBe(97 * MEBIBYTE)
  })

  test('a body never waits for room', async () => {
    const limiter = createAdaptiveLimiter({ range: { start: 1, floor: 1, ceiling: 1, growth: 0 }, budget: 1 })
    await limiter.enter('upload', 5)
    await limiter.enter('request', 0)
    for (let number = 0; number < 10; number++) await limiter.enter('open', 5)
    expect(limiter.waiting('open')).toBe(0)
  })
})

describe('the pace', () => {
  test('obeys a rate that no number in flight could', async () => {
    const quota = { perSecond: 10, burst: 20 }
    const { time, service } = await runAdaptive({ ...SMALL_FILES, files: 400 }, { ...far, latency: 150, jitter: 0, quota }, RANGES.drive)
    expect(service.refused).toBeLessThanOrEqual(12)
    expect((400 - quota.burst) / quota.perSecond / (time / 1000)).toBeGreaterThan(0.85)
  })

  test('nothing starts before the time that the service asked to wait, for any use', async () => {
    const clock = createVirtualClock()
    const limiter = createAdaptiveLimiter({ clock })
    const [first] = await Promise.all([limiter.enter('upload', 0), limiter.enter('request', 0)])
    first?.refused(2_500)
    const times = await clock.run(
      Promise.all((['upload', 'open', 'request'] as const).map((use) => limiter.enter(use, 0).then(() => clock.now()))),
    )
    expect(Math.min(...times)).toBe(2_500)
  })

  test('a burst of refusals is one', async () => {
    const clock = createVirtualClock()
    const choices: Choice[] = []
    const limiter = createAdaptiveLimiter({ range: RANGES.objectStore, clock })
    limiter.listen((choice) => choices.push(choice))
    const slots = await Promise.all(Array.from({ length: 96 }, () => limiter.enter('upload', 0)))
    await clock.run(clock.sleep(30))
    for (const slot of slots.toReversed()) slot.refused()
    expect(choices).toMatchObject([{ use: 'upload', limit: 67, why: 'refused' }])
  })

  test('a service that was busy once is as fast again later', async () => {
    const clock = createVirtualClock()
    const limiter = createAdaptiveLimiter({ range: RANGES.objectStore, clock })
    const slot = await limiter.enter('request', 0)
    slot.refused()
    const service = simulate(clock, far)
    const rounds = async () => {
      while (clock.now() < 120_000)
        await Promise.all(Array.from({ length: 20 }, () => send(SMALL_FILES, limiter, service, 'request', clock)))
      const begun = clock.now()
      await Promise.all(Array.from({ length: 90 }, () => send(SMALL_FILES, limiter, service, 'upload', clock)))
      return clock.now() - begun
    }
    expect(await clock.run(rounds())).toBeLessThan(60)
  })
})

describe('waiting', () => {
  test('who gives up lets the others pass', async () => {
    const clock = createVirtualClock()
    const limiter = createAdaptiveLimiter({ fixed: { upload: 2 }, budget: 10, clock })
    const slot = await limiter.enter('upload', 5)
    const controller = new AbortController()
    const large = limiter.enter('upload', 9, controller.signal)
    const small = limiter.enter('upload', 5)
    const reason = new Error('stop')
    controller.abort(reason)
    await expect(large).rejects.toBe(reason)
    ;(await small).done()
    slot.done()
    await expect(limiter.enter('open', 0, controller.signal)).rejects.toBe(reason)
  })

  test('listeners hear when room comes', async () => {
    const limiter = createAdaptiveLimiter({ fixed: { upload: 1 } })
    expect(limiter.used).toBe(false)
    const slot = await limiter.enter('upload', 0)
    const second = limiter.enter('upload', 0)
    const heard: number[] = []
    const end = limiter.watch(() => heard.push(limiter.waiting('upload')))
    slot.done()
    ;(await second).done()
    expect([limiter.used, heard]).toEqual([true, [0, 0]])
    end()
    await limiter.enter('upload', 0)
    expect(heard).toHaveLength(2)
  })
})

test('the same requests and answers make the same choices', async () => {
  const run = async (seed: number) => (await runAdaptive(LARGE_FILES, eightServers, RANGES.objectStore, seed)).time
  const [first, again, other] = [await run(1), await run(1), await run(2)]
  expect(again).toBe(first)
  expect(other).not.toBe(first)
})
