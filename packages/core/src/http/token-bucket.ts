import { whenAborted } from '../fs/when-aborted.js'
import { type Clock, steadyClock } from './clock.js'

/** A rate that holds for some time. */
export interface Rate {
  /** Tokens a second; Infinity: no limit. */
  readonly perSecond: number
  /** When it ends, by the bucket's clock. */
  readonly until: number
}

export interface TokenBucketOptions {
  /** The rate at a time. */
  rate(now: number): Rate
  /** How many unused tokens it keeps at most, at a rate. */
  capacity(perSecond: number): number
  readonly clock?: Clock
}

/** Hands out tokens at a rate, first come, first served. More than it keeps at most is handed out at once and paid off before the next. */
export interface TokenBucket {
  /** Waits for tokens; without a promise if they are there. An aborted signal rejects with its reason. */
  take(tokens: number, signal?: AbortSignal): Promise<void> | void
  /** Must be called when the rate at the present time has changed. */
  rateChanged(): void
}

/** What rounding may leave owed. */
const SMALLEST = 1e-6

interface Waiter {
  readonly tokens: number
  admit(): void
}

export function createTokenBucket({ rate, capacity, clock = steadyClock }: TokenBucketOptions): TokenBucket {
  const waiting = new Set<Waiter>()
  let filledAt = clock.now()
  let current = rate(filledAt)
  let balance = Number.isFinite(current.perSecond) ? capacity(current.perSecond) : 0
  let callOff: (() => void) | undefined

  /** Adds what came in since the last time, at each rate that held meanwhile. */
  function fill(now: number): void {
    while (filledAt < now) {
      const until = Math.min(now, current.until)
      if (Number.isFinite(current.perSecond)) {
        balance = Math.min(capacity(current.perSecond), balance + (current.perSecond * (until - filledAt)) / 1000)
      }
      filledAt = until
      if (until < now) current = rate(until)
    }
    filledAt = now // a clock may go back
    current = rate(now)
  }

  function owed(tokens: number): number {
    return Number.isFinite(current.perSecond) ? Math.min(tokens, capacity(current.perSecond)) - balance : 0
  }

  function spend(tokens: number): void {
    if (Number.isFinite(current.perSecond)) balance -= tokens
    else balance = 0
  }

  function pump(): void {
    callOff?.()
    callOff = undefined
    const now = clock.now()
    fill(now)
    for (const waiter of waiting) {
      const missing = owed(waiter.tokens)
      if (missing > SMALLEST) {
        callOff = clock.at(Math.min(current.until, now + (missing * 1000) / current.perSecond), pump)
        return
      }
      waiting.delete(waiter)
      spend(waiter.tokens)
      waiter.admit()
    }
  }

  return {
    take: (tokens, signal) => {
      if (signal?.aborted) return Promise.reject(signal.reason)
      fill(clock.now())
      if (waiting.size === 0 && owed(tokens) <= SMALLEST) return spend(tokens)
      return new Promise((resolve, reject) => {
        const giveUp = () => {
          waiting.delete(waiter)
          reject(signal?.reason)
          pump()
        }
        const admit = () => {
          endWait?.()
          resolve()
        }
        const waiter: Waiter = { tokens, admit }
        waiting.add(waiter)
        const endWait = signal && whenAborted(signal, giveUp)
        pump()
      })
    },
    rateChanged: pump,
  }
}
