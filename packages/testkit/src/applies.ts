import type { Features, Fs } from '@tranship/core'
import type { CountedOperation, Told } from './budgets.js'

/** The methods that an Fs may lack. */
export type OptionalMethod = {
  [Name in keyof Fs]-?: undefined extends Fs[Name] ? Name : never
}[keyof Fs]

type Applies = (fs: Fs, told: Told) => string | undefined

export const always: Applies = () => undefined

/** Applies to an Fs that has all of these methods. */
export function needs(...methods: readonly OptionalMethod[]): Applies {
  return (fs) => {
    const missing = methods.find((method) => fs[method] === undefined)
    return missing === undefined ? undefined : `no ${missing}`
  }
}

/** Applies where a feature is as wanted; `reason` says how it is elsewhere. */
export function where(holds: (features: Features) => boolean, reason: string): Applies {
  return (fs) => (holds(fs.features) ? undefined : reason)
}

/** Applies where all of these do. */
export function all(...conditions: readonly Applies[]): Applies {
  return (fs, told) => {
    for (const condition of conditions) {
      const reason = condition(fs, told)
      if (reason !== undefined) return reason
    }
    return undefined
  }
}

export const realDirectories: Applies = where((features) => features.realDirectories, 'features.realDirectories is false')

export const keepsTimes: Applies = where((features) => features.modTimePrecision !== undefined, 'features.modTimePrecision is undefined')

/** Applies to an Fs that holds this operation to versions. */
export function conditional(operation: Features['conditions'][number]): Applies {
  return where((features) => features.conditions.includes(operation), `features.conditions does not name ${operation}`)
}

/** Applies where the requests are counted. */
export const countsRequests: Applies = (_fs, told) => (told.countsRequests ? undefined : 'its requests are not counted')

/** Applies where there is a limit to the requests of an operation. */
export function limitsRequests(operation: CountedOperation): Applies {
  return (_fs, { budgets }) =>
    budgets.requests?.[operation] === undefined ? `no budget for the requests of ${operation} is given` : undefined
}

/** Applies where there is a limit to the memory that a body takes. */
export const limitsMemory: Applies = (_fs, { budgets }) => (budgets.memory === undefined ? 'no budget for memory is given' : undefined)

/** Applies where the storage class of an object can be seen. */
export const seesStorageClasses: Applies = (_fs, told) => (told.seesStorageClasses ? undefined : 'no second storage class is told of')
