import { describe, expect, test } from 'vitest'
import { type Job, LARGE_FILES, move, requestsOf, SMALL_FILES, send } from '../../../test/simulated-jobs.js'
import { type ServiceModel, simulate } from '../../../test/simulated-services.js'
import { bestFixed, RANGES, runAdaptive } from '../../../test/simulated-throughput.js'
import { createVirtualClock } from '../../../test/virtual-clock.js'
import { admissionOf, transferSides } from '../../sync/execute/admission.js'
import { createFixedLimiter } from '../limiter.js'
import { createAdaptiveLimiter } from './adaptive-limiter.js'
import type { LimiterRange } from './range.js'

/** Bytes a millisecond of one connection, or of one server of the service. */
const ONE = 100_000
/** What makes a request take 5 ms of a server. */
const FIVE_MILLISECONDS = 5 * ONE

interface Case {
  readonly name: string
  readonly range: LimiterRange
  /** `half`: after so many bytes of work half of the job is done, where a request takes 5 ms. */
  model(half: number): ServiceModel
  /** The largest fixed number that is tried, where more are only refused. */
  readonly most?: number
}

const servers = (number: number) => (atWork: number) => Math.min(atWork, number) * ONE
/** A line on which one connection gets `each` bytes a millisecond. */
const line = (bytes: number, each: number) => (atWork: number) => Math.min(bytes, atWork * each)

const CASES: readonly Case[] = [
  { name: 'fixed latency', range: RANGES.objectStore, model: () => ({ latency: 30, jitter: 0.2, overhead: 0, speed: (n) => n * ONE }) },
  {
    name: 'eight servers near by',
    range: RANGES.objectStore,
    model: () => ({ latency: 1, jitter: 0.2, overhead: FIVE_MILLISECONDS, speed: servers(8) }),
  },
  {
    name: 'sixteen servers far away',
    range: RANGES.objectStore,
    model: () => ({ latency: 30, jitter: 0.2, overhead: FIVE_MILLISECONDS, speed: servers(16) }),
  },
  {
    name: 'ten requests a second',
    range: RANGES.drive,
    most: 16,
    model: () => ({ latency: 150, jitter: 0.2, overhead: 0, speed: (n) => n * ONE, quota: { perSecond: 10, burst: 20 } }),
  },
  {
    name: 'a slow disk',
    range: RANGES.disk,
    model: () => ({ latency: 0.2, jitter: 0.2, overhead: 1e6, speed: (n) => 150_000 / (1 + 0.11 * Math.max(0, n - 2)) }),
  },
  {
    name: 'fewer servers from half-way on',
    range: RANGES.objectStore,
    model: (half) => ({
      latency: 20,
      jitter: 0.2,
      overhead: FIVE_MILLISECONDS,
      speed: (n, done) => servers(done < half ? 32 : 8)(n),
    }),
  },
  {
    name: 'more servers from half-way on',
    range: RANGES.objectStore,
    model: (half) => ({
      latency: 20,
      jitter: 0.2,
      overhead: FIVE_MILLISECONDS,
      speed: (n, done) => servers(done < half ? 16 : 32)(n),
    }),
  },
  {
    name: 'a line of 100 Mbit/s',
    range: RANGES.objectStore,
    model: () => ({ latency: 30, jitter: 0.2, overhead: 500, speed: line(12_500, 12_500) }),
  },
  {
    name: 'a line of 10 Gbit/s',
    range: RANGES.objectStore,
    model: () => ({ latency: 30, jitter: 0.2, overhead: 500, speed: line(1_250_000, 60_000) }),
  },
]

const JOBS: readonly (readonly [string, Job, number])[] = [
  ['2,000 files of 4 KiB', SMALL_FILES, 512],
  ['20 files of 256 MiB', LARGE_FILES, 128],
]

describe.each(JOBS)('%s, from cold', (_name, job, mostFixed) => {
  test.each(CASES)('$name: 85 % of the best fixed number, 2 % refused at most', async ({ range, model, most = mostFixed }) => {
    const service = model((requestsOf(job) * FIVE_MILLISECONDS + job.files * job.bytes) / 2)
    const best = await bestFixed(job, service, most)
    for (const seed of [1, 2]) {
      const run = await runAdaptive(job, service, range, seed)
      expect(best / run.time).toBeGreaterThan(0.85)
      expect(run.service.refused / requestsOf(job)).toBeLessThan(0.02)
    }
  })
})

test('a rate far below what would be in flight, found and kept over 20,000 requests', async () => {
  const quota = { perSecond: 300, burst: 100 }
  const model: ServiceModel = { latency: 30, jitter: 0.2, overhead: 0, speed: (n) => n * ONE, quota }
  const { time, service } = await runAdaptive({ ...SMALL_FILES, files: 20_000 }, model, RANGES.googleStorage)
  const shortest = ((20_000 - quota.burst) / quota.perSecond) * 1000
  expect(shortest / time).toBeGreaterThan(0.85)
  expect(service.refused / 20_000).toBeLessThan(0.02)
})

describe('from one adaptive remote to another', () => {
  const far: ServiceModel = { latency: 60, jitter: 0.2, overhead: 0, speed: (n) => n * ONE }
  const busy: ServiceModel = { latency: 20, jitter: 0.2, overhead: FIVE_MILLISECONDS, speed: servers(16) }

  async function time(source: ServiceModel, destination: ServiceModel, fixed?: number): Promise<number> {
    const clock = createVirtualClock()
    const [src, dst] = [simulate(clock, source, 1), simulate(clock, destination, 2)]
    const adaptive = [1, 2].map(() => createAdaptiveLimiter({ range: RANGES.objectStore, clock })) as [never, never]
    const [from, to] = fixed === undefined ? adaptive : [1, 2].map(() => createFixedLimiter({ uploads: fixed, requests: fixed }))
    const room = fixed ?? admissionOf(transferSides(...adaptive), { otherwise: 4 })
    const file = async () => {
      await send(SMALL_FILES, from as never, src, 'open', clock)
      await send(SMALL_FILES, to as never, dst, 'upload', clock)
    }
    await clock.run(move(SMALL_FILES, room, file))
    return clock.now()
  }

  test.each([
    ['the source is far away', far, { ...far, latency: 10 }],
    ['the destination is busy', far, busy],
    ['the source is busy', busy, far],
  ])('%s', async (_name, source, destination) => {
    let best = Number.POSITIVE_INFINITY
    for (let number = 1; number <= 512; number *= 2) best = Math.min(best, await time(source, destination, number))
    expect(best / (await time(source, destination))).toBeGreaterThan(0.85)
  })
})
