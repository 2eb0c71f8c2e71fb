import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createQueue } from './queue.js'

const { signal } = new AbortController()

test('what is put is started in that order, one after the other, and who puts it goes on', async () => {
  const started: number[] = []
  let go = Promise.withResolvers<void>()
  const queue = createQueue<number>(
    async (item) => {
      await go.promise
      started.push(item)
    },
    10,
    signal,
  )
  for (const item of [1, 2, 3]) await queue.put(item)
  expect(started).toEqual([])
  go.resolve()
  await queue.drained()
  expect(started).toEqual([1, 2, 3])
  go = Promise.withResolvers()
  go.resolve()
  await queue.put(4)
  await queue.drained()
  expect(started).toEqual([1, 2, 3, 4])
})

test.each([0, 1, 2, 3, 4, 5, 6])('what is put %i steps after the last has started is started too', async (steps) => {
  const started: number[] = []
  const queue = createQueue<number>(async (item) => void started.push(item), 10, signal)
  for (const item of [1, 2, 3]) {
    await queue.put(item)
    for (let step = 0; step < steps; step++) await undefined
  }
  await queue.drained()
  expect(started).toEqual([1, 2, 3])
})

test('no more wait than may', async () => {
  const gate = Promise.withResolvers<void>()
  const queue = createQueue<number>(() => gate.promise, 2, signal)
  let put = 0
  const all = (async () => {
    for (const item of [1, 2, 3, 4, 5]) {
      await queue.put(item)
      put++
    }
  })()
  await turn()
  expect(put).toBe(3) // one is being started, two wait
  gate.resolve()
  await all
  await queue.drained()
})

test('an abort ends the waiting, and nothing more is started', async () => {
  const stop = new AbortController()
  const started: number[] = []
  const queue = createQueue<number>(
    (item) => {
      started.push(item)
      return new Promise((_, reject) => stop.signal.addEventListener('abort', () => reject(stop.signal.reason)))
    },
    1,
    stop.signal,
  )
  await queue.put(1)
  await queue.put(2)
  const third = queue.put(3)
  stop.abort(new Error('enough'))
  await expect(third).rejects.toThrow('enough')
  await queue.drained()
  expect(started).toEqual([1])
})

test('a start that fails for another reason is no secret', async () => {
  const queue = createQueue<number>(() => Promise.reject(new Error('a fault')), 5, signal)
  await queue.put(1)
  await expect(queue.drained()).rejects.toThrow('a fault')
})
