import type { Limiter, SlotUse } from '../src/http/limiter.js'
import { type Admission, createTasks } from '../src/sync/execute/tasks.js'
import type { SimulatedService } from './simulated-services.js'
import type { VirtualClock } from './virtual-clock.js'

/** Files to be moved, in requests of at most `part` bytes, a few of one file at a time. */
export interface Job {
  readonly files: number
  readonly bytes: number
  readonly part: number
}

const KIBIBYTE = 1024
const MEBIBYTE = 1024 ** 2

export const SMALL_FILES: Job = { files: 2_000, bytes: 4 * KIBIBYTE, part: 5 * MEBIBYTE }
export const LARGE_FILES: Job = { files: 20, bytes: 256 * MEBIBYTE, part: 5 * MEBIBYTE }

/** Parts of one file that are under way at a time. */
const PARTS_AT_A_TIME = 4

/** How many requests a job takes when none is refused. */
export function requestsOf({ files, bytes, part }: Job): number {
  return files * Math.ceil(bytes / part)
}

/** Moves all files of a job, as a sync does. */
export async function move(job: Job, room: number | Admission, file: () => Promise<void>): Promise<void> {
  const tasks = createTasks(room, new AbortController().signal)
  const errors: unknown[] = []
  for (let number = 0; number < job.files; number++) await tasks.start(file, (error) => errors.push(error), job.bytes)
  await tasks.settled()
  if (errors.length > 0) throw new AggregateError(errors)
}

/** Sends the bytes of one file to a service, each refused request again. */
export async function send(job: Job, limiter: Limiter, service: SimulatedService, use: SlotUse, clock: VirtualClock): Promise<void> {
  const parts = Array.from({ length: Math.ceil(job.bytes / job.part) }, (_, part) => Math.min(job.part, job.bytes - part * job.part))
  const lane = async () => {
    for (let bytes = parts.pop(); bytes !== undefined; bytes = parts.pop()) await request(bytes, limiter, service, use, clock)
  }
  await Promise.all(Array.from({ length: Math.min(PARTS_AT_A_TIME, parts.length) }, lane))
}

async function request(bytes: number, limiter: Limiter, service: SimulatedService, use: SlotUse, clock: VirtualClock): Promise<void> {
  for (let backoff = 50; ; backoff = Math.min(2_000, backoff * 2)) {
    const slot = await limiter.enter(use, bytes)
    const { refused, retryAfter } = await service.request(bytes)
    if (!refused) return slot.done()
    slot.refused(retryAfter)
    await clock.sleep(backoff)
  }
}
