import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { ceph, hasCeph } from './harness/ceph.js'
import { bucketTarget, type Files, localTarget, makeOldAndNew, type Target } from './harness/interrupted.js'
import { hasRclone } from './harness/rclone.js'
import { newUser, type User } from './harness/user.js'

/** Moments for each signal and place; the soak asks for more. TRANSHIP_SEED=… gives the same fractions of a run again. */
const MOMENTS = Number(process.env.TRANSHIP_SIGNALS ?? 8)
const FILES = 300

interface Contents {
  readonly old: Files
  readonly new: Files
}

const sync = (target: Target) => ['sync', 'new', target.place, '--force-delete'] as const

/** Runs a sync to its end, and gives the milliseconds it took. */
async function timed(user: User, target: Target): Promise<number> {
  await target.reset()
  const begun = performance.now()
  expect(await user.tranship(...sync(target))).toMatchObject({ code: 0, stderr: '' })
  return performance.now() - begun
}

/** Every file is the old or the new one, whole; nothing has gone that is in the source; extras go when all else is there. */
function expectOldOrNew(found: Files, { old, new: fresh }: Contents): void {
  for (const [path, facts] of Object.entries(found)) expect([old[path], fresh[path]].filter(Boolean), path).toContainEqual(similar(facts))
  const gone = Object.keys(old).filter((path) => !(path in found))
  expect(gone.filter((path) => path in fresh)).toEqual([])
  if (gone.length > 0) for (const path of Object.keys(fresh)) expect([path, found[path]]).toEqual([path, similar(fresh[path] ?? '')])
}

/** A service need not know the hash of what came in parts. */
function similar(facts: string): string {
  const [size, md5] = facts.split(' ')
  return md5 === '' ? expect.stringMatching(new RegExp(`^${size} `)) : expect.stringMatching(new RegExp(`^${size} (${md5})?$`))
}

async function breakOff(user: User, target: Target, contents: Contents, signal: 'SIGINT' | 'SIGKILL', after: number): Promise<void> {
  await target.reset()
  const { child, ended } = user.start(...sync(target))
  await pause(after)
  child.kill(signal)
  const { code, stderr } = await ended
  const told = `${signal} after ${Math.round(after)} ms\n${stderr}`
  // The program may have ended before; or not yet have begun, and then the signal ends it without further ado.
  expect([signal === 'SIGINT' ? 130 : signal, signal, 0], told).toContain(code)
  if (code === 'SIGINT') expectOldOrNew(await target.files(), { old: contents.old, new: {} })
  expectOldOrNew(await target.files(), contents)
  if (signal === 'SIGINT') expect(await target.leftovers(), told).toEqual([])

  expect(await user.tranship(...sync(target)), told).toMatchObject({ code: 0 })
  expectOldOrNew(await target.files(), { old: {}, new: contents.new })
  const third = await user.tranship(...sync(target), '-v')
  expect(third.code, third.stderr).toBe(0)
  expect(third.stderr.split('\n').filter((line) => /Copied|Deleted|Updated|Removed/.test(line))).toEqual([])
}

async function breakOffOften(user: User, target: Target, contents: Contents): Promise<void> {
  const whole = await timed(user, target)
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    for (let moment = 0; moment < MOMENTS; moment++) {
      // One in each part of a run, from the start of the program to a little beyond its end.
      await breakOff(user, target, contents, signal, whole * 1.1 * ((moment + Math.random()) / MOMENTS))
    }
  }
}

describe('a sync that is broken off at any moment leaves whole files, and the next one ends it', () => {
  test('between directories', { timeout: 1_800_000 }, async () => {
    const user = newUser()
    const contents = makeOldAndNew(user, FILES)
    const target = localTarget(user)
    await breakOffOften(user, target, contents)
    expect(await target.leftovers()).toEqual([])
  })

  test.runIf(hasCeph && hasRclone)('to a bucket', { timeout: 1_800_000 }, async () => {
    const user = newUser()
    const contents = makeOldAndNew(user, FILES)
    await breakOffOften(user, await bucketTarget(user, ceph()), contents)
  })
})
