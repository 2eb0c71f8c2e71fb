import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { createRecordCache } from './record-cache.js'

function place(): string {
  const directory = mkdtempSync(join(tmpdir(), 'tranship-cache-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return join(directory, 'cache', 'records.db')
}

const KEYS = ['a', 'A', 'a/b\0c', '\u{1f600}', 'x'.repeat(3000), '']

test('keeps the records of each remote between runs, for their owner alone', () => {
  const file = place()
  const first = createRecordCache(file)
  for (const key of KEYS) first.of('one').set(key, `one ${key}`)
  for (const key of KEYS) first.of('two').set(key, `two ${key}`)
  expect(first.of('one').get('a')).toBe('one a')
  first.close()
  const second = createRecordCache(file)
  for (const key of KEYS) expect([second.of('one').get(key), second.of('two').get(key)]).toEqual([`one ${key}`, `two ${key}`])
  expect(second.of('three').get('a')).toBeUndefined()
  expect(statSync(file).mode & 0o777).toBe(0o600)
  second.of('one').set('a', 'another')
  second.close()
  const third = createRecordCache(file)
  expect(third.of('one').get('a')).toBe('another')
  third.close()
})

test('makes no file until it is needed', () => {
  const file = place()
  createRecordCache(file).close()
  expect(existsSync(file)).toBe(false)
})

test('what several processes write is all there', () => {
  const file = place()
  const caches = [createRecordCache(file), createRecordCache(file)]
  for (const [at, cache] of caches.entries()) for (let key = 0; key < 5000; key++) cache.of('r').set(`${at} ${key}`, 'x')
  for (const cache of caches) cache.close()
  const later = createRecordCache(file)
  expect([later.of('r').get('0 0'), later.of('r').get('1 4999')]).toEqual(['x', 'x'])
  later.close()
})

test.each([
  ['no database', (file: string) => writeFileSync(file, 'x'.repeat(10_000))],
  ['another table', (file: string) => new DatabaseSync(file).exec('CREATE TABLE records (other TEXT)')],
])('a file that is %s is begun anew', (_what, spoil) => {
  const file = place()
  mkdirSync(join(file, '..'))
  spoil(file)
  const first = createRecordCache(file)
  expect(first.of('r').get('a')).toBeUndefined()
  first.of('r').set('a', 'x')
  first.close()
  const second = createRecordCache(file)
  expect(second.of('r').get('a')).toBe('x')
  second.close()
})

test('where nothing can be written, nothing is known, and nothing fails', () => {
  const file = place()
  mkdirSync(file, { recursive: true }) // a directory of that name
  const cache = createRecordCache(file)
  cache.of('r').set('a', 'x')
  expect(cache.of('r').get('a')).toBe('x')
  expect(cache.of('r').get('b')).toBeUndefined()
  cache.close()
})

test('what nobody asked for in three months goes', () => {
  const file = place()
  const first = createRecordCache(file)
  for (const key of ['old', 'recent']) first.of('r').set(key, 'x')
  first.close()
  const database = new DatabaseSync(file)
  database.exec(`UPDATE records SET day = day - 100 WHERE key LIKE '%old'; UPDATE records SET day = day - 80 WHERE key LIKE '%recent'`)
  database.close()
  const second = createRecordCache(file)
  expect(second.of('r').get('recent')).toBe('x')
  second.close()
  const third = createRecordCache(file)
  expect([third.of('r').get('old'), third.of('r').get('recent')]).toEqual([undefined, 'x'])
  third.close()
})

test('hides the warning that node:sqlite may change, and no other one', () => {
  const code = `
    import { createRecordCache } from ${JSON.stringify(join(import.meta.dirname, 'record-cache.ts'))}
    const cache = createRecordCache(${JSON.stringify(place())})
    cache.of('r').set('a', 'x')
    cache.close()
    process.emitWarning('one of the program')`
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
  expect(stderr.match(/Warning: .*/g)).toEqual(['Warning: one of the program'])
})
