import { setTimeout as pause } from 'node:timers/promises'
import { createFixedLimiter, type Fs, FsError, fsPath, level, plainContext, subdirectory } from '@tranship/core'
import memory from '@tranship/plugin-memory'
import { checks } from '@tranship/testkit'
import { describe, expect, test } from 'vitest'
import { doctorTable } from '../ui/doctor-table.js'
import { type Examination, examine } from './doctor.js'
import { doctorReport } from './doctor-report.js'

const memoryFs = (): Promise<Fs> => memory.open({}, plainContext(createFixedLimiter({ uploads: 4, requests: 8 })))

const about = (...themes: readonly string[]) => checks.filter(({ name }) => themes.some((theme) => name.startsWith(`${theme}: `)))

const examination = (more: Partial<Examination> = {}): Examination => ({
  signal: new AbortController().signal,
  pageSize: 3,
  partSize: 64 * 1024,
  ...more,
})

async function names(fs: Fs): Promise<readonly string[]> {
  const found: string[] = []
  for await (const page of level(fs)) found.push(...page.map(({ path }) => path))
  return found
}

/** An Fs that forgets the end of what it is given. */
const forgetful = (fs: Fs): Fs => ({
  ...fs,
  open: async function* (object, options) {
    for await (const chunk of fs.open(object, options)) yield chunk.subarray(0, -1)
  },
})

/** An Fs whose first level are buckets. */
const bucketStore = (fs: Fs): Fs => ({
  ...fs,
  features: { ...fs.features, buckets: true },
  put: async (path, source, options) => {
    if (!path.includes('/')) throw new FsError('invalid-path', 'an object needs a bucket', { path })
    return fs.put(path, source, options)
  },
})

describe('a backend that keeps the contract', () => {
  test('passes, and its directory is as it was', async () => {
    const fs = await memoryFs()
    await fs.mkdir(fsPath('mine/kept'))
    await fs.mkdir(fsPath('beside'))
    const outcomes = await examine(subdirectory(fs, fsPath('mine')), examination())
    expect(outcomes).toHaveLength(2 * checks.length)
    expect(outcomes.filter(({ result }) => result === 'failed')).toEqual([])
    expect(await names(fs)).toEqual(['beside', 'mine'])
    expect(await names(subdirectory(fs, fsPath('mine')))).toEqual(['kept'])
  })

  test('of a bucket store only the buckets that were there remain', async () => {
    const fs = bucketStore(await memoryFs())
    await fs.mkdir(fsPath('mine'))
    const outcomes = await examine(fs, examination({ checks: about('buckets', 'stat') }))
    expect(outcomes.filter(({ check, result }) => check === 'buckets: made, listed and removed' && result === 'passed')).toHaveLength(2)
    expect(await names(fs)).toEqual(['mine'])
  })
})

describe('a backend that does not', () => {
  test('fails, with what was wrong, in table and report', async () => {
    const fs = forgetful(await memoryFs())
    const outcomes = await examine(fs, examination({ checks: about('open', 'buckets') }))
    expect(new Set(outcomes.filter(({ result }) => result === 'failed').map(({ check }) => check.split(':')[0]))).toEqual(new Set(['open']))
    const table = doctorTable(outcomes)
    expect(table).toContain('buckets        0        8        0')
    expect(table.slice(table.indexOf('failed:')).join('\n')).toContain('  open: ')
    const report = JSON.parse(doctorReport(fs, outcomes, '1.2.3')) as { outcomes: { result: string; reason?: string; sentence: string }[] }
    expect(report).toMatchObject({ tranship: '1.2.3', place: fs.place, features: { modTimePrecision: '1' } })
    expect(report.outcomes).toHaveLength(outcomes.length)
    expect(report.outcomes.filter(({ result, reason }) => result === 'failed' && reason === undefined)).toEqual([])
    expect(await names(fs)).toEqual([])
  })

  test('its own purge is not trusted with the removal', async () => {
    const inner = await memoryFs()
    const outcomes = await examine({ ...inner, purge: async () => {} }, examination({ checks: about('purge') }))
    expect(outcomes.map(({ result }) => result)).toContain('failed')
    expect(await names(inner)).toEqual([])
  })

  test.each(['directory', 'bucket store'])(
    'what cannot be removed from a %s is told of',
    async (kind) => {
      const inner = await memoryFs()
      const rmdir = async () => {
        throw new FsError('denied', 'rmdir is forbidden')
      }
      const fs = { ...(kind === 'directory' ? inner : bucketStore(inner)), purge: rmdir, rmdir }
      const remains: string[] = []
      await examine(
        fs,
        examination({ checks: checks.slice(0, 1), remains: ({ path, error }) => remains.push(`${path}: ${error.message}`) }),
      )
      expect(remains.toSorted()).toEqual((await names(inner)).map((name) => `${name}: rmdir is forbidden`))
      expect(remains).not.toEqual([])
    },
    60_000,
  )
})

test.each(['directory', 'bucket store'])('an interruption in a %s leaves nothing', async (kind) => {
  const inner = await memoryFs()
  const stop = new AbortController()
  const reason = new Error('enough')
  let puts = 0
  const kept = kind === 'directory' ? inner : bucketStore(inner)
  const fs: Fs = {
    ...kept,
    put: async (...args) => {
      if (++puts === 30) stop.abort(reason)
      return kept.put(...args)
    },
  }
  await expect(examine(fs, examination({ signal: stop.signal }))).rejects.toBe(reason)
  expect(puts).toBe(30)
  expect(await names(inner)).toEqual([])
})

test.each(['directory', 'bucket store'])('what a %s makes only after the interruption is removed too', async (kind) => {
  const inner = await memoryFs()
  const stop = new AbortController()
  const reason = new Error('enough')
  const kept = kind === 'directory' ? inner : bucketStore(inner)
  let late: Promise<unknown> | undefined
  const fs: Fs = {
    ...kept,
    mkdir: async (path, options) => {
      if (
        late !== undefined ||
        !path
          .split('/')
          .at(-1)
          ?.startsWith(kind === 'directory' ? 'below' : 'tranship-check-')
      ) {
        return kept.mkdir(path, options)
      }
      stop.abort(reason)
      late = pause(1_000).then(() => kept.mkdir(path))
      throw reason
    },
  }
  await expect(examine(fs, examination({ signal: stop.signal }))).rejects.toBe(reason)
  await late
  expect(late).toBeDefined()
  expect(await names(inner)).toEqual([])
})

test('a call that goes on after the interruption is waited for', async () => {
  const fs = await memoryFs()
  const stop = new AbortController()
  const reason = new Error('enough')
  let isWritten = false
  const slow: Fs = {
    ...fs,
    put: async (...args) => {
      stop.abort(reason)
      await pause(3_000)
      isWritten = true
      return fs.put(...args)
    },
  }
  await expect(examine(slow, examination({ signal: stop.signal }))).rejects.toBe(reason)
  expect(isWritten).toBe(true)
  expect(await names(fs)).toEqual([])
})

test('a missing directory is not made', async () => {
  const fs = await memoryFs()
  await expect(examine(subdirectory(fs, fsPath('missing')), examination())).rejects.toMatchObject({ kind: 'not-found' })
  expect(await names(fs)).toEqual([])
})
