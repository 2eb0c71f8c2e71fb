import type { VirtualClock } from './virtual-clock.js'

/** How a service behaves. Times in milliseconds. */
export interface ServiceModel {
  /** Before a request gets anywhere: the way there and back. */
  readonly latency: number
  /** How much latencies differ: a share of them. */
  readonly jitter?: number
  /** Milliseconds of this machine's processor for each request, one after the other; by default 0.1. */
  readonly cost?: number
  /** Work of one request besides its bytes, in bytes: from half to one and a half of it. */
  readonly overhead: number
  /** Bytes a millisecond that all together get done, while so many are at work. `done`: bytes of work so far. */
  speed(atWork: number, done: number): number
  /** Requests a second, and how many more at once; the others are refused. */
  readonly quota?: { readonly perSecond: number; readonly burst: number; readonly retryAfter?: number }
}

export interface SimulatedService {
  /** Resolves when it was answered. */
  request(bytes: number): Promise<{ readonly refused: boolean; readonly retryAfter?: number }>
  readonly answered: number
  readonly refused: number
  /** The most that were in flight. */
  readonly peak: number
}

/** A service in virtual time. Requests share its speed evenly. The same seed and requests give the same answers. */
export function simulate(clock: VirtualClock, model: ServiceModel, seed = 1): SimulatedService {
  const random = randomFrom(seed)
  const share = createShare(clock, model)
  const { quota } = model
  let allowance = quota?.burst ?? 0
  let filledAt = clock.now()
  let answered = 0
  let refused = 0
  let inFlight = 0
  let peak = 0
  let processorFreeAt = 0

  const exceedsQuota = () => {
    if (quota === undefined) return false
    const now = clock.now()
    allowance = Math.min(quota.burst, allowance + ((now - filledAt) * quota.perSecond) / 1000)
    filledAt = now
    if (allowance < 1) return true
    allowance--
    return false
  }

  return {
    request: async (bytes) => {
      peak = Math.max(peak, ++inFlight)
      const latency = model.latency * (1 + (model.jitter ?? 0) * (random() - 0.5))
      processorFreeAt = Math.max(processorFreeAt, clock.now()) + (model.cost ?? 0.1)
      await clock.sleep(processorFreeAt - clock.now() + latency / 2)
      const tooMuch = exceedsQuota()
      if (!tooMuch) await share.work(model.overhead * (0.5 + random()) + bytes)
      await clock.sleep(latency / 2)
      inFlight--
      if (tooMuch) refused++
      else answered++
      return { refused: tooMuch, ...(tooMuch && quota?.retryAfter !== undefined && { retryAfter: quota.retryAfter }) }
    },
    get answered() {
      return answered
    },
    get refused() {
      return refused
    },
    get peak() {
      return peak
    },
  }
}

/** Speed that all at work share evenly: each has done as much as the others since it came. */
function createShare(clock: VirtualClock, model: ServiceModel): { work(bytes: number): Promise<void> } {
  const atWork: { readonly end: number; finish(): void }[] = [] // by end
  let progress = 0
  let done = 0
  let since = clock.now()
  let callOff: (() => void) | undefined

  const advance = () => {
    const now = clock.now()
    if (atWork.length > 0) {
      const more = (now - since) * model.speed(atWork.length, done)
      progress += more / atWork.length
      done += more
    }
    since = now
  }
  const plan = () => {
    callOff?.()
    callOff = undefined
    const first = atWork[0]
    if (first === undefined) return
    const needed = (Math.max(0, first.end - progress) * atWork.length) / model.speed(atWork.length, done)
    callOff = clock.at(clock.now() + needed, finishDue)
  }
  const finishDue = () => {
    advance()
    while (atWork[0] !== undefined && atWork[0].end <= progress + 1) atWork.shift()?.finish()
    plan()
  }

  return {
    work: (bytes) =>
      new Promise((finish) => {
        advance()
        const end = progress + bytes
        let place = atWork.length
        while (place > 0 && (atWork[place - 1]?.end ?? 0) > end) place--
        atWork.splice(place, 0, { end, finish })
        plan()
      }),
  }
}

/** Numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
