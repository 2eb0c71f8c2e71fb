/** Milliseconds: the dates of answers have no parts of a second. */
const SECOND = 1000

/** The clock of the service, as far as its answers tell of it. */
export interface ServiceClock {
  /** Hears the date of an answer that has just come. */
  heard(date: string | undefined): void
  /**
   * Between which times, in milliseconds since the epoch, something was stored that this machine had begun at `begun` and knew
   * to be done at `done`, both by `performance.now()`. Undefined until an answer has told the time.
   */
  window(begun: number, done: number): readonly [from: number, to: number] | undefined
}

export function createServiceClock(): ServiceClock {
  let last: string | undefined
  /** What is to be added to `performance.now()`, or up to a second more: of all answers the one that waited least to be heard tells it best. */
  let offset: number | undefined
  return {
    heard: (date) => {
      if (date === undefined || date === last) return
      last = date
      const time = Date.parse(date)
      if (!Number.isNaN(time)) offset = Math.max(offset ?? Number.NEGATIVE_INFINITY, time - performance.now())
    },
    window: (begun, done) => (offset === undefined ? undefined : [Math.floor(begun + offset) - SECOND, Math.ceil(done + offset) + SECOND]),
  }
}
