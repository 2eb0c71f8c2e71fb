import { setTimeout as pause } from 'node:timers/promises'
import { expect, vi } from 'vitest'
import { numbersFrom } from '../differential/random-numbers.js'
import { type Files, makeOldAndNew, type Target } from './interrupted.js'
import type { User } from './user.js'

interface Contents {
  readonly old: Files
  readonly new: Files
}

export interface Breaks {
  /** Of how many files the sync is. */
  readonly files: number
  /** How often it is broken off by each signal. */
  readonly moments: number
  /** The same seed gives the same fractions of a run again. */
  readonly seed: number
}

/**
 * Breaks a sync off by SIGINT and by SIGKILL at random moments, one in each part of a run, from the start of the program to a little
 * beyond its end. Each time every file must be whole, the old or the new one, and the next sync must end what was begun.
 */
export async function breakOffOften(user: User, target: Target, { files, moments, seed }: Breaks): Promise<void> {
  const contents = makeOldAndNew(user, files)
  const whole = await timed(user, target)
  const random = numbersFrom(seed)
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    for (let moment = 0; moment < moments; moment++) {
      const fraction = (moment + random(FINE) / FINE) / moments
      await breakOff(user, target, contents, signal, whole * 1.1 * fraction)
    }
  }
}

const FINE = 1_000_000

const sync = (target: Target) => ['sync', 'new', target.place, '--force-delete'] as const

/** Runs a sync to its end, and gives the milliseconds it took. */
async function timed(user: User, target: Target): Promise<number> {
  await target.reset()
  const begun = performance.now()
  expect(await user.tranship(...sync(target))).toMatchObject({ code: 0, stderr: '' })
  return performance.now() - begun
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
  const expectWhole = async () => expectOldOrNew(await target.files(), contents)
  await (target.settles > 0 ? vi.waitFor(expectWhole, { timeout: target.settles, interval: 1000 }) : expectWhole())

  expect(await user.tranship(...sync(target)), told).toMatchObject({ code: 0 })
  expect(await target.leftovers(), told).toEqual([])
  expectOldOrNew(await target.files(), { old: {}, new: contents.new })
  const third = await user.tranship(...sync(target), '-v')
  expect(third.code, third.stderr).toBe(0)
  expect(third.stderr.split('\n').filter((line) => /Copied|Deleted|Updated|Removed/.test(line))).toEqual([])
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
