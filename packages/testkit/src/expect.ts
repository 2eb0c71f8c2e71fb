import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { type Fs, type FsErrorKind, type FsObject, fsPath, isFsError } from '@tranship/core'

/** Throws unless the work fails with an FsError of one of these kinds (of any, when none is named). Gives the error. */
export async function fails(work: Promise<unknown> | (() => Promise<unknown>), ...kinds: readonly FsErrorKind[]): Promise<Error> {
  const wanted = kinds.length === 0 ? 'an FsError' : kinds.join(' or ')
  const outcome = await settled(typeof work === 'function' ? invoked(work) : work)
  if (outcome.status === 'fulfilled') assert.fail(`${wanted} was expected, but it succeeded with ${inspect(outcome.value)}`)
  const error: unknown = outcome.reason
  if (!isFsError(error)) assert.fail(`${wanted} was expected, but it failed with ${inspect(error)}`)
  if (kinds.length > 0) assert.ok(kinds.includes(error.kind), `${wanted} was expected, but it failed with ${error.kind}: ${error.message}`)
  return error
}

/** Throws unless the work fails with just this reason, unwrapped. */
export async function failsWith(reason: unknown, work: Promise<unknown>): Promise<void> {
  const outcome = await settled(work)
  if (outcome.status === 'fulfilled') assert.fail(`it should have been aborted, but it succeeded with ${inspect(outcome.value)}`)
  assert.equal(outcome.reason, reason, `it should have failed with the reason of its signal, not with ${inspect(outcome.reason)}`)
}

/** Long enough for a busy machine, far too short for what waits for something that does not come. */
const PATIENCE = 5_000

/** The work's outcome; throws when it takes longer than anything that is "at once" may. */
export async function soon<Result>(work: Promise<Result>, what: string): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new assert.AssertionError({ message: `${what} did not end at once` })), PATIENCE)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

/** Throws unless nothing is at this path. */
export async function absent(fs: Fs, path: string): Promise<void> {
  await fails(fs.stat(fsPath(path)), 'not-found')
}

const NEVER_COMPARED: ReadonlySet<string> = new Set(['id', 'lastModified', 'hashes'])
const SECOND = 1_000_000_000n

/** What stat tells of an object, but its id, which only the backend understands and which may be another each time. */
export async function statAt(fs: Fs, path: string): Promise<Omit<FsObject, 'id'>> {
  const { id: _own, ...object } = await fs.stat(fsPath(path))
  return object
}

/**
 * Throws unless each field that `entry` has, and each hash, says the same as `stat`'s, the service's clock within a second. An
 * id is only the backend's to understand, and is not compared.
 */
export function agreesWithStat(entry: FsObject, stat: FsObject, who: string): void {
  for (const [field, value] of Object.entries(entry)) {
    if (!NEVER_COMPARED.has(field)) assert.deepEqual(value, stat[field as keyof FsObject], `${who} and stat disagree about ${field}`)
  }
  for (const [name, digest] of Object.entries(entry.hashes ?? {})) {
    assert.equal(digest, stat.hashes?.[name], `${who} and stat disagree about the ${name}`)
  }
  if (entry.lastModified === undefined) return
  const apart = entry.lastModified - (stat.lastModified ?? entry.lastModified)
  assert.ok(apart <= SECOND && apart >= -SECOND, `${who} and stat disagree about lastModified by ${apart} ns`)
}

type Settled = { readonly status: 'fulfilled'; readonly value: unknown } | { readonly status: 'rejected'; readonly reason: unknown }

function settled(work: Promise<unknown>): Promise<Settled> {
  return work.then(
    (value) => ({ status: 'fulfilled', value }),
    (reason) => ({ status: 'rejected', reason }),
  )
}

/** What throws at once fails like what rejects. */
async function invoked(work: () => Promise<unknown>): Promise<unknown> {
  return work()
}
