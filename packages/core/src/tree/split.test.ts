import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { FsEntry, Page } from '../fs/entry.js'
import type { ListAllOptions } from '../fs/fs.js'
import { comparePaths } from '../fs/order.js'
import type { FsPath } from '../fs/path.js'
import { type ListRange, split } from './split.js'

interface Service {
  readonly list: ListRange
  requests: number
  atOnce: number
  mostAtOnce: number
  /** Pages that were sent. */
  sent: number
}

/** A service that holds these keys, in pages as S3 has them: the last one tells that there are no more. Its answers come after `wait`. */
function serviceOf(keys: readonly string[], pageSize: number, wait: () => Promise<unknown> = setImmediate): Service {
  const service: Service = {
    ...{ requests: 0, atOnce: 0, mostAtOnce: 0, sent: 0 },
    list: async function* ({ after, upTo, signal }: ListAllOptions): AsyncIterable<Page> {
      let at = after === undefined ? 0 : firstAfter(keys, after)
      do {
        service.requests++
        service.mostAtOnce = Math.max(service.mostAtOnce, ++service.atOnce)
        await wait()
        service.atOnce--
        signal?.throwIfAborted()
        const page = keys.slice(at, at + pageSize)
        at += pageSize
        service.sent++
        yield page.filter((key) => upTo === undefined || comparePaths(key, upTo) <= 0).map(object)
        if (upTo !== undefined && page.some((key) => comparePaths(key, upTo) > 0)) return
      } while (at < keys.length)
    },
  }
  return service
}

const object = (key: string): FsEntry => ({ kind: 'object', path: key as FsPath })

function firstAfter(keys: readonly string[], after: string): number {
  let [low, high] = [0, keys.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (comparePaths(keys[middle] ?? '', after) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

async function listed(pages: AsyncIterable<Page>): Promise<string[]> {
  const keys: string[] = []
  for await (const page of pages) for (const { path } of page) keys.push(path)
  return keys
}

const range = (count: number) => Array.from({ length: count }, (_, at) => at)
const numbered = (count: number) => range(count).map((at) => `backup/img-${String(at).padStart(8, '0')}`)

describe('300,000 keys', () => {
  const scattered = range(300_000).map((at) => ((at * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0'))
  test.each<[string, readonly string[]]>([
    ['numbers', numbered(300_000)],
    ['digests', scattered.sort()],
    ['directories', range(300_000).map((at) => `dir ${Math.floor(at / 41_000)}/${String(at % 41_000).padStart(6, '0')}.txt`)],
    [
      'one directory among others',
      [...range(290_000).map((at) => `a/${String(at).padStart(6, '0')}`), ...range(10_000).map((at) => `z${String(at).padStart(5, '0')}`)],
    ],
  ])('cost a few requests more, several at a time: %s', async (_name, keys) => {
    const service = serviceOf(keys, 1000)
    expect(await listed(split(service.list))).toEqual(keys)
    expect(service.requests).toBeLessThanOrEqual(300 + 300 / 20 + 2)
    expect(service.mostAtOnce).toBe(5)
  })
})

test.each([0, 1, 999, 1000, 1001, 18_999])('%i keys cost what they cost one after the other', async (count) => {
  const service = serviceOf(numbered(count), 1000)
  expect((await listed(split(service.list))).length).toBe(count)
  expect([service.requests, service.mostAtOnce]).toEqual([Math.max(1, Math.ceil(count / 1000)), 1])
})

const anyKeys = fc
  .array(
    fc.tuple(
      fc.constantFrom('', 'a', 'a/b/', 'dir 1/', '\u{1f600}', '\u{ff61}'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }),
    ),
    { minLength: 150, maxLength: 400 },
  )
  .map((parts) =>
    [...new Set(parts.map((part) => part.join('')))].filter((key) => key.isWellFormed() && !key.includes('\u{201b}')).sort(comparePaths),
  )

test('each key comes once and in order, whatever the keys are and however the answers come', async () => {
  let parallel = 0
  await fc.assert(
    fc.asyncProperty(anyKeys, fc.integer({ min: 1, max: 3 }), fc.infiniteStream(fc.nat(3)), async (keys, pageSize, random) => {
      const service = serviceOf(keys, pageSize, async () => {
        for (let times = random.next().value; times > 0; times--) await setImmediate()
      })
      expect(await listed(split(service.list))).toEqual(keys)
      const plain = Math.max(1, Math.ceil(keys.length / pageSize))
      expect(service.requests).toBeLessThanOrEqual(plain + plain / 20 + 4)
      if (service.mostAtOnce > 1) parallel++
    }),
    { numRuns: 300 },
  )
  expect(parallel).toBeGreaterThan(100)
})

test('a page with names that are shown by others is not split at', async () => {
  const keys = numbered(3000).map((key, at) => (at % 10 === 9 ? `${key}/\u{201b}.` : key))
  const service = serviceOf(keys, 10)
  expect(await listed(split(service.list))).toEqual(keys)
  expect([service.requests, service.mostAtOnce]).toEqual([300, 1])
})

test('who takes the pages slowly finds no more than some of them waiting', async () => {
  const service = serviceOf(numbered(300_000), 1000)
  let [taken, most] = [0, 0]
  for await (const _page of split(service.list)) {
    taken++
    for (let times = 0; times < 20; times++) await setImmediate()
    most = Math.max(most, service.sent - taken)
  }
  expect(most).toBeGreaterThan(20)
  expect(most).toBeLessThanOrEqual(80)
})

describe('a listing that ends early', () => {
  test('is left: nothing is asked for any more', async () => {
    const service = serviceOf(numbered(300_000), 1000)
    let pages = 0
    for await (const _page of split(service.list)) if (++pages === 40) break
    const { requests } = service
    for (let times = 0; times < 50; times++) await setImmediate()
    expect(service.requests).toBe(requests)
  })

  test.each([5, 25, 60, 150])(
    'fails at request %i: what was told is right as far as it goes, and the failure comes in its place',
    async (failing) => {
      const keys = numbered(300_000)
      const service = serviceOf(keys, 1000)
      let requests = 0
      const list: ListRange = async function* (options) {
        for await (const page of service.list(options)) {
          if (++requests === failing) throw new Error('broken')
          yield page
        }
      }
      const told: string[] = []
      const all = async () => {
        for await (const page of split(list)) for (const { path } of page) told.push(path)
      }
      await expect(all()).rejects.toThrow('broken')
      expect(told).toEqual(keys.slice(0, told.length))
    },
  )

  test('is aborted: it rejects with the reason', async () => {
    const stop = new AbortController()
    const service = serviceOf(numbered(300_000), 1000)
    let pages = 0
    const all = async () => {
      for await (const _page of split(service.list, stop.signal)) if (++pages === 45) stop.abort(new Error('enough'))
    }
    const unhandled: unknown[] = []
    const note = (reason: unknown) => void unhandled.push(reason)
    process.on('unhandledRejection', note)
    onTestFinished(() => void process.off('unhandledRejection', note))
    await expect(all()).rejects.toThrow('enough')
    await setImmediate()
    expect(unhandled).toEqual([])
  })
})
