import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { isConfigError } from '@tranship/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withLock } from './config-lock.js'

let directory: string
let file: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tranship-lock-'))
  file = join(directory, 'rclone.conf')
})

afterEach(() => rm(directory, { recursive: true, force: true }))

/** A process id that nobody has any more. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid
}

test('the lock stands while the action runs, and goes with it, also when it fails', async () => {
  const result = await withLock(file, 1000, async () => {
    expect(await readFile(`${file}.lock`, 'utf8')).toMatch(new RegExp(`^${process.pid}\n${hostname()}\n`))
    return 7
  })
  expect(result).toBe(7)
  await expect(withLock(file, 1000, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await readdir(directory)).toEqual([])
})

test('one at a time', async () => {
  let inside = 0
  const action = async () => {
    expect(++inside).toBe(1)
    await new Promise(setImmediate)
    inside--
  }
  await Promise.all(Array.from({ length: 10 }, () => withLock(file, 20_000, action)))
})

test('many take over the lock of a dead process at once, and still one at a time', async () => {
  await writeFile(`${file}.lock`, `${deadPid()}\n${hostname()}\nwas-mine`)
  let inside = 0
  const action = async () => {
    expect(++inside).toBe(1)
    await new Promise(setImmediate)
    inside--
  }
  await Promise.all(Array.from({ length: 10 }, () => withLock(file, 20_000, action)))
  expect(await readdir(directory)).toEqual([])
})

test('a lock whose process was killed before it could write into it is taken over, after a while', async () => {
  await writeFile(`${file}.lock`, '')
  const longAgo = new Date(Date.now() - 60_000)
  await utimes(`${file}.lock`, longAgo, longAgo)
  expect(await withLock(file, 20_000, async () => 7)).toBe(7)
  expect(await readdir(directory)).toEqual([])
})

test('so is one that a process was about to take over when it was killed', async () => {
  await writeFile(`${file}.lock`, `${deadPid()}\n${hostname()}\nwas-mine`)
  const longAgo = new Date(Date.now() - 60_000)
  await writeFile(`${file}.lock.was-mine`, '')
  await utimes(`${file}.lock.was-mine`, longAgo, longAgo)
  expect(await withLock(file, 20_000, async () => 7)).toBe(7)
  expect(await readdir(directory)).toEqual([])
})

describe('a lock that may still be held is respected, and the message says what to delete', () => {
  test.each([
    ['of a living process', `${process.pid}\n${hostname()}\nx`],
    ['of a process of another machine', `${deadPid()}\nelsewhere.example\nx`],
    ['that nobody has written yet', ''],
    ['of another program', 'who knows'],
  ])('%s', async (_, content) => {
    await writeFile(`${file}.lock`, content)
    const error = await withLock(file, 100, async () => expect.unreachable()).catch((reason: unknown) => reason)
    expect(isConfigError(error)).toBe(true)
    expect(String(error)).toContain(`delete "${file}.lock"`)
    expect(await readFile(`${file}.lock`, 'utf8')).toBe(content)
  })
})

test('a claim left by a killed process ends the wait as well', async () => {
  await writeFile(`${file}.lock`, `${deadPid()}\n${hostname()}\ntoken`)
  await writeFile(`${file}.lock.token`, '')
  await expect(withLock(file, 100, async () => expect.unreachable())).rejects.toThrow('another program')
})
