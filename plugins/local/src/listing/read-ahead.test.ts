import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { path, scratch } from '../../test/scratch.js'
import { readPlain } from './plain-directory.js'
import { startReadAhead } from './read-ahead.js'

/** A thread takes its time to start where others are at work. */
const PATIENTLY = { timeout: 30_000 }

function started(threads: number) {
  const failures: Error[] = []
  const ahead = startReadAhead(threads, (error) => failures.push(error))
  onTestFinished(() => ahead.close())
  return { ahead, failures }
}

test('a thread reads what was asked for, and leaves what needs care', async () => {
  const root = scratch()
  for (const name of ['plain', 'with a link']) mkdirSync(join(root, name))
  writeFileSync(join(root, 'plain/a'), 'abc')
  symlinkSync('a', join(root, 'with a link/b'))
  const { ahead, failures } = started(1)
  for (const name of ['plain', 'with a link', 'missing']) expect(ahead.ask(path(name), join(root, name))).toBe(true)
  // As long as the thread has not come to a directory, it is left to whoever takes it.
  let asked = 0
  const read = async () => {
    ahead.ask(path(`again ${++asked}`), join(root, 'plain'))
    await new Promise((resolve) => setTimeout(resolve, 50))
    return ahead.take(path(`again ${asked}`))
  }
  await expect.poll(read, PATIENTLY).toEqual(readPlain(join(root, 'plain')))
  expect(await ahead.take(path('plain'))).toMatchObject({ text: expect.stringMatching(/^a\/[\w-]+\/$/), sizes: new Float64Array([3]) })
  for (const name of ['with a link', 'missing']) {
    const taken = ahead.take(path(name))
    expect(taken).toBeInstanceOf(Promise)
    expect(await taken).toBeUndefined()
    expect(ahead.has(path(name))).toBe(false)
  }
  expect(failures).toEqual([])
})

test('a directory of more than so many entries is left to whoever can pause in it', () => {
  const root = scratch()
  for (const name of ['a', 'b', 'c']) writeFileSync(join(root, name), '')
  expect(readPlain(root, 3)?.sizes).toHaveLength(3)
  expect(readPlain(root, 2)).toBeUndefined()
})

test('what is asked for is bounded, and answers make room', async () => {
  const { ahead } = started(2)
  let asked = 0
  while (ahead.ask(path(String(asked)), '/nowhere')) asked++
  expect(asked).toBeGreaterThan(100)
  await expect.poll(() => ahead.ask(path('more'), '/nowhere'), PATIENTLY).toBe(true)
})

test('of several threads each is waited for', async () => {
  const root = scratch()
  const { ahead } = started(3)
  const names = Array.from({ length: 20 }, (_, at) => `${at}`)
  for (const name of names) {
    mkdirSync(join(root, name))
    writeFileSync(join(root, name, name), '')
    ahead.ask(path(name), join(root, name))
  }
  for (const name of names) expect(await ahead.take(path(name))).toMatchObject({ text: expect.stringMatching(new RegExp(`^${name}/`)) })
})

test('threads do not listen to the output of the program', () => {
  const listeners = () => [process.stdout, process.stderr].map((stream) => stream.listenerCount('error'))
  const before = listeners()
  started(8)
  expect(listeners()).toEqual(before)
})
