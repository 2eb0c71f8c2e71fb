import type { Fs } from '@tranship/core'
import type { Told } from './budgets.js'
import type { Scratch } from './scratch.js'

/** One sentence of the contract, put to the proof. */
export interface Check {
  /** Its subject, then what is looked at: "put: a source that ends early". Unique in the kit. */
  readonly name: string
  /** What the contract promises, in its words. */
  readonly sentence: string
  /** Why it does not concern this Fs: a method that it lacks, a feature that it does not have, a cost that nobody limits. Undefined: it applies. */
  appliesTo(fs: Fs, told: Told): string | undefined
  /** Throws when the promise is not kept. The place is empty, and may be left in any state. */
  run(scratch: Scratch): Promise<void>
}
