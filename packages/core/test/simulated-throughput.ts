import { type AdaptiveLimiter, createAdaptiveLimiter } from '../src/http/adaptive/adaptive-limiter.js'
import type { LimiterRange } from '../src/http/adaptive/range.js'
import { createFixedLimiter, type Limiter } from '../src/http/limiter.js'
import { admissionOf } from '../src/sync/execute/admission.js'
import type { Admission } from '../src/sync/execute/tasks.js'
import { type Job, move, send } from './simulated-jobs.js'
import { type ServiceModel, type SimulatedService, simulate } from './simulated-services.js'
import { createVirtualClock, type VirtualClock } from './virtual-clock.js'

/** What the limiter is told of a service, as the backends of such services tell it. */
export const RANGES = {
  objectStore: { start: 96, floor: 4, ceiling: 512, growth: 2 },
  googleStorage: { start: 96, floor: 4, ceiling: 512, growth: 1.5 },
  drive: { start: 4, floor: 1, ceiling: 128, growth: 0 },
  disk: { start: 4, floor: 1, ceiling: 64, growth: 0 },
} as const satisfies Record<string, LimiterRange>

export interface Run {
  /** Milliseconds from cold to the end. */
  readonly time: number
  readonly service: SimulatedService
  readonly limiter: Limiter
}

/** Uploads a job with so many files and requests at a time. */
function runFixed(job: Job, model: ServiceModel, number: number): Promise<Run> {
  const clock = createVirtualClock()
  return run(job, model, clock, createFixedLimiter({ uploads: number, requests: number }), number, 1)
}

/** Uploads a job with a limiter that knows no more than its range. */
export async function runAdaptive(
  job: Job,
  model: ServiceModel,
  range: LimiterRange,
  seed = 1,
): Promise<Run & { limiter: AdaptiveLimiter }> {
  const clock = createVirtualClock()
  const limiter = createAdaptiveLimiter({ range, clock })
  const done = await run(job, model, clock, limiter, admissionOf([{ limiter, uses: ['upload'] }], { otherwise: 4 }), seed)
  return { ...done, limiter }
}

/** The shortest time that any fixed number takes; `most` is the largest tried. */
export async function bestFixed(job: Job, model: ServiceModel, most: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let number = 1; number <= most; number *= 2) best = Math.min(best, (await runFixed(job, model, number)).time)
  return best
}

async function run(
  job: Job,
  model: ServiceModel,
  clock: VirtualClock,
  limiter: Limiter,
  room: number | Admission,
  seed: number,
): Promise<Run> {
  const service = simulate(clock, model, seed)
  await clock.run(move(job, room, () => send(job, limiter, service, 'upload', clock)))
  return { time: clock.now(), service, limiter }
}
