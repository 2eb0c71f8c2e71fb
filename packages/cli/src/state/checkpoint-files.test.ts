import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createCheckpointFiles } from './checkpoint-files.js'
import { lifeOf, ownerOf } from './owner.js'

const SELF = ownerOf(process.pid)

function directory(): string {
  const place = mkdtempSync(join(tmpdir(), 'tranship-checkpoints-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  return join(place, 'state', 'checkpoints')
}

/** A process that has ended. */
async function endedProcess(): Promise<string> {
  const child = spawn(process.execPath, ['-e', ''])
  const owner = ownerOf(child.pid ?? 0)
  await once(child, 'exit')
  return owner
}

/** Makes all files those of another process. */
function giveAway(place: string, owner: string): void {
  for (const name of readdirSync(place)) renameSync(join(place, name), join(place, name.replace(SELF, owner)))
}

test('keeps records of keys of any length and kind, for their owner alone, and leaves no file once they are removed', () => {
  const place = directory()
  const store = createCheckpointFiles(place)
  const keys = ['a', 'A', '../b', `["s3:https://host",${'x'.repeat(5000)}]`]
  for (const key of keys) expect(store.load(key)).toBeUndefined()
  for (const key of keys) store.save(key, 'first')
  for (const key of keys) store.save(key, `record of ${key}`)
  for (const key of keys) expect(store.load(key)).toBe(`record of ${key}`)
  for (const name of readdirSync(place)) expect(statSync(join(place, name)).mode & 0o777).toBe(0o600)
  expect(statSync(place).mode & 0o777).toBe(0o700)
  for (const key of keys) store.remove(key)
  expect(readdirSync(place)).toEqual([])
})

test('takes over what a process has left that was killed, once', async () => {
  const place = directory()
  createCheckpointFiles(place).save('key', 'record')
  giveAway(place, await endedProcess())
  const [first, second] = [createCheckpointFiles(place), createCheckpointFiles(place)]
  second.load('other') // it has seen the file, too
  expect(first.load('key')).toBe('record')
  expect(second.load('key')).toBeUndefined()
  first.remove('key')
  expect(readdirSync(place)).toEqual([])
})

test('of what several processes have left, one after the other is given', async () => {
  const place = directory()
  for (const record of ['one', 'two']) {
    createCheckpointFiles(place).save('key', record)
    giveAway(place, await endedProcess())
  }
  const store = createCheckpointFiles(place)
  const first = store.load('key')
  expect(store.load('key')).toBe(first)
  store.remove('key')
  expect([first, store.load('key')].toSorted()).toEqual(['one', 'two'])
  store.remove('key')
  expect(store.load('key')).toBeUndefined()
})

test('leaves alone what a process is at work on, and what one of another machine has written lately', async () => {
  for (const owner of [ownerOf(process.ppid), '00000000-1-a']) {
    const place = directory()
    createCheckpointFiles(place).save('key', 'theirs')
    giveAway(place, owner)
    const store = createCheckpointFiles(place)
    expect(store.load('key')).toBeUndefined()
    store.save('key', 'ours')
    expect(store.load('key')).toBe('ours')
    expect(readdirSync(place)).toHaveLength(2)
  }
})

test('tells what is a week old, and drops what cannot be read', async () => {
  const place = directory()
  const owner = await endedProcess()
  const store = createCheckpointFiles(place)
  for (const key of ['old', 'new', 'broken']) store.save(key, key)
  const [old = '', fresh = '', broken = ''] = ['old', 'new', 'broken'].map((key) => {
    store.remove(key)
    const before = new Set(readdirSync(place))
    store.save(key, key)
    return readdirSync(place).find((name) => !before.has(name)) ?? ''
  })
  writeFileSync(join(place, broken), '')
  const days = (count: number) => Date.now() / 1000 - count * 24 * 60 * 60
  utimesSync(join(place, old), days(8), days(8))
  utimesSync(join(place, broken), days(8), days(8))
  utimesSync(join(place, fresh), days(6), days(6))
  giveAway(place, owner)
  const later = createCheckpointFiles(place)
  expect([...later.expired()]).toEqual(['old'])
  expect(later.load('old')).toBe('old')
  expect(readdirSync(place)).toHaveLength(2)
})

test('a process of the same number that began at another time is another one', () => {
  const [host, pid] = SELF.split('-')
  expect(lifeOf(SELF)).toBe('running')
  expect(lifeOf(`${host}-${pid}-1`)).toBe('ended')
  expect(lifeOf(`00000000-${pid}-1`)).toBe('unknown')
})
