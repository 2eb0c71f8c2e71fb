import { type Fs, intercept } from '@tranship/core'
import { type Check, checks, type Outcome, runCheck, SITES, type Site } from '@tranship/testkit'
import { openWorkplace, type Place, type Remainder } from './doctor-place.js'

export interface Examination {
  /** Aborted: nothing more is tried, and what was made is removed before `examine` rejects with its reason. */
  readonly signal: AbortSignal
  /** As the conformance kit takes them. */
  readonly pageSize: number
  readonly partSize: number
  /** Called after each check. */
  tried?(outcome: Outcome): void
  /** Called for what could not be removed. */
  remains?(remainder: Remainder): void
  /** By default all checks of the kit. */
  readonly checks?: readonly Check[]
}

/** Puts an Fs to the checks of the conformance kit, in a place of its own that is removed. A missing root is `not-found`. */
export async function examine(fs: Fs, examination: Examination): Promise<readonly Outcome[]> {
  const { signal } = examination
  const workplace = await openWorkplace(fs, signal)
  const outcomes: Outcome[] = []
  // What a check has given up may still fail, and must not end the process before all is removed.
  process.on('unhandledRejection', ignore)
  try {
    for (const site of SITES) {
      for (const check of examination.checks ?? checks) {
        signal.throwIfAborted()
        const outcome = await tryCheck(check, site, await workplace.open(), examination)
        signal.throwIfAborted()
        outcomes.push(outcome)
        examination.tried?.(outcome)
      }
    }
    return outcomes
  } finally {
    for (const remainder of await workplace.remove()) examination.remains?.(remainder)
    process.off('unhandledRejection', ignore)
  }
}

function ignore(): void {}

/** Milliseconds that a check may take. */
const LIMIT = 600_000

/** Milliseconds that a check has to end once the run was interrupted. */
const GRACE = 2_000

async function tryCheck(check: Check, site: Site, place: Place, { signal, pageSize, partSize }: Examination): Promise<Outcome> {
  const over = new AbortController()
  const fs = openUntil(AbortSignal.any([signal, over.signal]), place.fs)
  const { promise: tooLate, resolve } = Promise.withResolvers<Outcome>()
  const giveUp = () => resolve({ check: check.name, site, result: 'failed', reason: `it did not end within ${LIMIT / 60_000} minutes` })
  let timer = setTimeout(giveUp, LIMIT)
  const hurry = () => {
    clearTimeout(timer)
    timer = setTimeout(giveUp, GRACE)
  }
  signal.addEventListener('abort', hurry, { once: true, signal: over.signal })
  try {
    return await Promise.race([runCheck(check, { open: async () => ({ fs }), pageSize, partSize }, site), tooLate])
  } finally {
    over.abort(new Error('the check is over'))
    clearTimeout(timer)
    await place.remove()
  }
}

/** The same Fs until the signal is aborted; from then on nothing is begun, and a stream ends at its next pull. */
function openUntil(signal: AbortSignal, inner: Fs): Fs {
  return intercept(inner, {
    call: (_operation, run) => (signal.aborted ? Promise.reject(signal.reason) : run()),
    stream: async function* (_operation, run) {
      signal.throwIfAborted()
      for await (const each of run()) {
        yield each
        signal.throwIfAborted()
      }
    },
  })
}
