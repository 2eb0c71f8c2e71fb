import type { Fault } from './fault.js'

/** Which of the requests to come meet a fault. */
export interface Occasion {
  /** How many; by default one. */
  readonly times?: number
  /** How many others go undisturbed before; by default none. */
  readonly after?: number
}

/** Disturbs what lies between a backend and its service. A fault in a body passes by requests whose body is too short for it. */
export interface Faults {
  next(fault: Fault, occasion?: Occasion): void
  /** How many requests have met a fault, since the last `clear`. */
  met(): number
  /** Takes back all that is planned. */
  clear(): void
}

/** The faults to come, for whoever carries them out. */
export interface FaultPlan extends Faults {
  /** The fault that one request meets, which counts as met; `strikes` tells which faults can be. */
  take(strikes: (fault: Fault) => boolean): Fault | undefined
}

export function createFaultPlan(): FaultPlan {
  let planned: { readonly fault: Fault; times: number; after: number }[] = []
  let met = 0
  return {
    next: (fault, { times = 1, after = 0 } = {}) => void planned.push({ fault, times, after }),
    met: () => met,
    clear: () => {
      planned = []
      met = 0
    },
    take: (strikes) => {
      const first = planned.find(({ fault, times }) => times > 0 && strikes(fault))
      if (first === undefined) return undefined
      if (first.after > 0) {
        first.after--
        return undefined
      }
      first.times--
      met++
      return first.fault
    },
  }
}
