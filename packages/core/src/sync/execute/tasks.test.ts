import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createAdaptiveLimiter } from '../../http/adaptive/adaptive-limiter.js'
import { admissionOf, checkSides, transferSides } from './admission.js'
import { type Admission, createTasks } from './tasks.js'

const MEBIBYTE = 1024 ** 2
const never = new AbortController().signal

function unexpected(error: unknown): void {
  throw error
}

/** How many tasks that never end are admitted. */
async function admitted(room: number | Admission, bytes = 0): Promise<number> {
  const tasks = createTasks(room, never)
  let begun = 0
  for (let number = 0; number < 2_000; number++) {
    void tasks.start(
      () => {
        begun++
        return new Promise(() => {})
      },
      unexpected,
      bytes,
    )
  }
  await turn()
  return begun
}

test('so many at a time as were given, whatever their bytes', async () => {
  expect(await admitted(3, 1e12)).toBe(3)
})

test('where neither side makes use of its limiter, a fixed number', async () => {
  const sides = transferSides(createAdaptiveLimiter(), createAdaptiveLimiter())
  expect(await admitted(admissionOf(sides, { otherwise: 4 }))).toBe(4)
})

test('a side without limiter sets no bound to one that has one; there are always some more than it lets in', async () => {
  const [local, remote] = [createAdaptiveLimiter(), createAdaptiveLimiter({ fixed: { upload: 100, open: 40, request: 8 } })]
  ;(await remote.enter('request', 0)).done()
  expect(await admitted(admissionOf(transferSides(local, remote), { otherwise: 4 }))).toBe(125)
  expect(await admitted(admissionOf(transferSides(remote, local), { otherwise: 4 }))).toBe(50)
  expect(await admitted(admissionOf(transferSides(remote, remote), { otherwise: 4 }))).toBe(125)
  expect(await admitted(admissionOf(checkSides(remote, remote), { otherwise: 8 }))).toBe(10)
})

test('the bytes that all hold are bounded: 16 MiB of a large file, all of a small one', async () => {
  const limiter = createAdaptiveLimiter({ fixed: { upload: 1000 } })
  ;(await limiter.enter('request', 0)).done()
  const admission = admissionOf(transferSides(createAdaptiveLimiter(), limiter), { otherwise: 4, budget: 160 * MEBIBYTE })
  expect(await admitted(admission, 1e12)).toBe(10)
  expect(await admitted(admission, MEBIBYTE)).toBe(160)
})

test('nobody is admitted to a side at which too many wait, until they have got in', async () => {
  const limiter = createAdaptiveLimiter({ fixed: { upload: 1 } })
  const slot = await limiter.enter('upload', 0)
  const waiting = [1, 2, 3].map(() => limiter.enter('upload', 0))
  const tasks = createTasks(admissionOf([{ limiter, uses: ['upload'] }], { otherwise: 4 }), never)
  const begun: string[] = []
  const begin = (name: string) =>
    tasks.start(async () => {
      begun.push(name)
      await limiter.enter('open', 0)
    }, unexpected)
  void tasks.start(() => new Promise(() => {}), unexpected)
  void begin('first')
  void begin('second')
  await turn()
  expect(begun).toEqual([])
  slot.done()
  await Promise.race(waiting)
  await turn()
  expect(begun).toEqual(['first', 'second'])
})

test('an abort rejects who waits with its reason; what was started settles, its failure is told', async () => {
  const controller = new AbortController()
  const tasks = createTasks(1, controller.signal)
  const failures: unknown[] = []
  const { promise, reject } = Promise.withResolvers<void>()
  await tasks.start(
    () => promise,
    (error) => failures.push(error),
  )
  const second = tasks.start(async () => {}, unexpected)
  const reason = new Error('stop')
  controller.abort(reason)
  await expect(second).rejects.toBe(reason)
  reject(reason)
  await tasks.settled()
  expect(failures).toEqual([reason])
  await expect(tasks.start(async () => {}, unexpected)).rejects.toBe(reason)
})
