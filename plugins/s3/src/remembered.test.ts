import { type FsObject, fsPath } from '@tranship/core/backend'
import { expect, test } from 'vitest'
import { createServiceClock } from './client/service-clock.js'
import { createRemembered } from './remembered.js'

const path = fsPath('bucket/a')
const SECOND = 1_000_000_000n
const AT = 1_700_000_000n * SECOND
const LISTED: FsObject = { kind: 'object', path, size: 3, version: 'etag', lastModified: AT + 123_000_000n }
/** A HEAD tells whole seconds. */
const HEAD: FsObject = {
  ...LISTED,
  lastModified: AT,
  modTime: 77n,
  mimeType: 'text/plain',
  tier: 'STANDARD',
  hashes: { md5: '0'.repeat(32) },
}

function remembering() {
  const records = new Map<string, string>()
  const cache = { get: (key: string) => records.get(key), set: (key: string, value: string) => void records.set(key, value) }
  return { records, cache, remembered: createRemembered(cache, 's3:here:me') }
}

test('what a HEAD told of an object is told again of just that object', () => {
  const { remembered, cache } = remembering()
  expect(remembered.completed(path, LISTED)).toBeUndefined()
  remembered.asked(HEAD, LISTED)
  expect(remembered.completed(path, LISTED)).toEqual({ ...HEAD, lastModified: LISTED.lastModified })
  for (const other of [{ size: 4 }, { version: 'other' }, { lastModified: AT + 124_000_000n }]) {
    expect(remembered.completed(path, { ...LISTED, ...other })).toBeUndefined()
  }
  const { version: _version, ...unversioned } = LISTED
  expect(remembered.completed(path, unversioned)).toBeUndefined()
  expect(remembered.completed(fsPath('bucket/b'), LISTED)).toBeUndefined()
  expect(createRemembered(cache, 's3:elsewhere:me').completed(path, LISTED)).toBeUndefined()
})

test('a HEAD of an object that was not listed, or was stored anew meanwhile, stands for its second', () => {
  for (const listed of [undefined, { ...LISTED, version: 'before' }, { ...LISTED, lastModified: AT - 5n * SECOND }]) {
    const { remembered } = remembering()
    remembered.asked(HEAD, listed)
    expect(remembered.completed(path, { ...LISTED, lastModified: AT - 1n })).toBeUndefined()
    expect(remembered.completed(path, { ...LISTED, lastModified: AT + SECOND })).toBeUndefined()
    expect(remembered.completed(path, LISTED)?.modTime).toBe(77n)
  }
})

test('what was stored here is known by when, until a listing has said it: then no other time will do', () => {
  const { remembered } = remembering()
  const { lastModified: _unknown, ...stored } = HEAD
  const [from, to] = [Number(AT / 1_000_000n), Number(AT / 1_000_000n) + 2000]
  remembered.stored(stored, [from, to])
  const outside = [AT - 1n, AT + 2n * SECOND + 1n]
  for (const lastModified of outside) expect(remembered.completed(path, { ...LISTED, lastModified })).toBeUndefined()
  expect(remembered.completed(path, LISTED)?.modTime).toBe(77n)
  expect(remembered.completed(path, { ...LISTED, lastModified: AT })).toBeUndefined()
  expect(remembered.completed(path, LISTED)?.modTime).toBe(77n)
})

test('of objects without a time or a version nothing is remembered, and what makes no sense is not told', () => {
  const { remembered, records } = remembering()
  const { modTime: _modTime, ...timeless } = HEAD
  const { version: _version, ...unversioned } = HEAD
  for (const object of [timeless, unversioned]) remembered.asked(object, LISTED)
  expect(records.size).toBe(0)
  remembered.asked(HEAD, LISTED)
  const [key = ''] = records.keys()
  for (const text of ['', 'x', 'null', '[]', '{}', '{"etag":"etag","size":3,"from":"x","to":"1","modTime":"1"}']) {
    records.set(key, text)
    expect(remembered.completed(path, LISTED)).toBeUndefined()
  }
})

test('the clock of the service tells between when something was stored', () => {
  const clock = createServiceClock()
  expect(clock.window(0, 1)).toBeUndefined()
  clock.heard(undefined)
  clock.heard('no date')
  expect(clock.window(0, 1)).toBeUndefined()
  const now = performance.now()
  clock.heard('Tue, 14 Nov 2023 22:13:20 GMT')
  const [from = 0, to = 0] = clock.window(now - 500, now + 500) ?? []
  const time = Date.parse('2023-11-14T22:13:20Z')
  // An answer that was heard late, as this machine was busy, says less.
  clock.heard('Tue, 14 Nov 2023 22:13:11 GMT')
  expect(clock.window(now - 500, now + 500)).toEqual([from, to])
  // What was stored then, and what the service says of it in whole seconds, lies between.
  expect(from).toBeLessThanOrEqual(time - 1000)
  expect(to).toBeGreaterThanOrEqual(time + 500)
})
