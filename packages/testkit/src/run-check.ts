import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import type { Budgets, Told } from './budgets.js'
import type { Check } from './check.js'
import { observed } from './observed.js'
import type { Outcome } from './outcome.js'
import { makeScratch, type Opened, type Site } from './scratch.js'
import { watchUnhandled } from './unhandled.js'

/** A backend to be tried. */
export interface Suite {
  /** Gives a place for one check. */
  open(): Promise<Opened>
  /** Entries in a page of a listing, as the place is opened: the smaller, the faster the checks. By default 1000. */
  readonly pageSize?: number
  /** Bytes from which on a body goes in several pieces, as the place is opened. By default 1 MiB. */
  readonly partSize?: number
  /** What it may cost. What is not named is skipped, and told so. */
  readonly budgets?: Budgets
}

export interface CheckFailure extends Outcome {
  readonly result: 'failed'
  readonly error: Error
}

const DEFAULT_PAGE_SIZE = 1000
const DEFAULT_PART_SIZE = 1024 ** 2

/** Runs one check in a place of its own, which is gone afterwards. Rejects only when there is no place to be had. */
export async function runCheck(check: Check, suite: Suite, site: Site): Promise<Outcome | CheckFailure> {
  const opened = await suite.open()
  const about = { check: check.name, site }
  try {
    const reason = check.appliesTo(opened.fs, toldBy(suite, opened))
    if (reason !== undefined) return { ...about, result: 'skipped', reason }
    await runIn(opened, check, suite, site)
    return { ...about, result: 'passed' }
  } catch (error) {
    const reason = error instanceof Error ? error.message : inspect(error)
    const failure = new Error(`the contract says: ${check.sentence}\n${reason}`, { cause: error })
    return { ...about, result: 'failed', reason, error: failure }
  } finally {
    await opened.dispose?.()
  }
}

/** What the checks of its cost and of what lies behind it are told about a backend. */
export function toldBy({ budgets = {} }: Pick<Suite, 'budgets'>, { requests, storageClass }: Opened): Told {
  return { budgets, countsRequests: requests !== undefined, seesStorageClasses: storageClass !== undefined }
}

async function runIn(opened: Opened, check: Check, suite: Suite, site: Site): Promise<void> {
  const { pageSize = DEFAULT_PAGE_SIZE, partSize = DEFAULT_PART_SIZE, budgets = {} } = suite
  const { fs, errors } = observed(opened.fs)
  const scratch = await makeScratch(fs, opened, site, { pageSize, partSize, budgets })
  const unhandled = watchUnhandled()
  try {
    await check.run(scratch)
    assert.deepEqual(await unhandled.end(), [], 'a promise was rejected that nobody awaits')
    assert.deepEqual(await scratch.leftovers(), [], 'something is left behind')
    await scratch.checkSurroundings()
    keepsSecrets(opened, errors)
  } catch (error) {
    await unhandled.end()
    await scratch.remove().catch(() => {})
    throw error
  }
  await scratch.remove()
}

/** Throws when an error or a line of the log shows a secret. */
function keepsSecrets({ secrets = [], logged }: Opened, errors: readonly unknown[]): void {
  const shown = [...(logged?.() ?? []), ...errors.map((error) => inspect(error, { depth: 10 }))]
  for (const secret of secrets) {
    const leak = shown.find((text) => text.includes(secret))
    if (leak !== undefined) assert.fail(`a secret is shown: ${leak.replaceAll(secret, '<the secret>')}`)
  }
}
