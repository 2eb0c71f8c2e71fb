import { expect, test } from 'vitest'
import { createVirtualClock } from '../../test/virtual-clock.js'
import { createFixedLimiter } from './limiter.js'
import { paced, startsPerSecond } from './paced.js'

test('remotes that share a pace start no more requests together than it allows, after the first burst', async () => {
  const clock = createVirtualClock()
  const starts = startsPerSecond(10, 5, clock)
  const limiters = [1, 2].map(() => paced(createFixedLimiter({ uploads: 4, requests: 8 }), starts))
  const times: number[] = []
  const request = async (number: number) => {
    const slot = await limiters[number % 2]?.enter('request', 0)
    times.push(clock.now())
    await clock.sleep(30)
    slot?.done()
  }
  await clock.run(Promise.all(Array.from({ length: 45 }, (_, number) => request(number))))
  expect(times.filter((time) => time === 0)).toHaveLength(5)
  expect(clock.now()).toBeCloseTo(4_030, 0)
})

test('who gives up while it waits for the pace leaves its slot', async () => {
  const clock = createVirtualClock()
  const limiter = paced(createFixedLimiter({ uploads: 1, requests: 1 }), startsPerSecond(1, 1, clock))
  const first = await limiter.enter('upload', 0)
  first.done()
  const reason = new Error('stop')
  const controller = new AbortController()
  const second = limiter.enter('upload', 0, controller.signal)
  const refusal = expect(second).rejects.toBe(reason)
  await Promise.resolve()
  controller.abort(reason)
  await refusal
  await clock.run(limiter.enter('upload', 0))
  expect(clock.now()).toBe(1_000)
})
