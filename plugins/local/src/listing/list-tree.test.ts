import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { type OptionInput, withDefaults } from '@tranship/core'
import { type FsEntry, type FsPath, ROOT } from '@tranship/core/backend'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entries, path, scratch } from '../../test/scratch.js'
import { localRoot } from '../local-root.js'
import { options } from '../options.js'
import { type Help, listTree } from './list-tree.js'

const rootAt = (root: string, more: OptionInput<typeof options> = {}) => localRoot(withDefaults(options, { root, ...more }), () => {})

/** So many directories that another thread has its share of them. */
const MANY = 60

/** Where other programs are at work, threads take their time. */
const PATIENTLY = { timeout: 30_000 }

/** The id of a thread that is no more. */
const ENDED = -1

const AT_ONCE: Help = () => 1
const BY_SEVERAL: Help = () => 3
const NEVER: Help = () => 0

function plantMany(root: string, below: (directory: string) => void): void {
  for (let at = 0; at < MANY; at++) {
    const directory = join(root, `${at}`)
    mkdirSync(directory)
    below(directory)
  }
}

describe('a listing that another thread reads ahead for', () => {
  it('tells the same as one that reads by itself, whatever lies in the directories', async () => {
    const root = scratch()
    plantMany(root, (directory) => {
      for (const name of ['a', 'a.txt', 'b.partial', '\u{10000}', '\u{ff61}', '\u{201b}', '-', '%'])
        writeFileSync(join(directory, name), name)
      mkdirSync(join(directory, 'below/deeper'), { recursive: true })
      mkdirSync(join(directory, 'plain'))
      for (const name of ['x', 'x!', 'y']) writeFileSync(join(directory, 'plain', name), name)
      mkdirSync(join(directory, 'plain/x-'))
      symlinkSync('a', join(directory, 'below/link'))
      execFileSync('mkfifo', [join(directory, 'below/pipe')])
      execFileSync('touch', [Buffer.concat([Buffer.from(`${directory}/below/deeper/`), Buffer.from([0x61, 0xff])]) as unknown as string])
      utimesSync(join(directory, 'plain/y'), -5, -5)
    })
    for (const more of [{}, { links: true }, { copy_links: true }, { one_file_system: true }, { time_type: 'ctime' }]) {
      const alone = await entries(listTree(rootAt(root, more), ROOT, {}, NEVER))
      expect(alone.length).toBeGreaterThan(MANY * 15)
      for (const help of [AT_ONCE, BY_SEVERAL]) expect(await entries(listTree(rootAt(root, more), ROOT, {}, help))).toEqual(alone)
    }
  })

  it('tells the same of any tree, entered as asked', async () => {
    const name = fc.constantFrom('a', 'b', 'c', 'a.b', 'd', 'e', '\u{e9}', '\u{201b}x')
    const files = fc.array(fc.array(name, { minLength: 1, maxLength: 6 }), { minLength: 10, maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(files, name, async (files, closed) => {
        const root = scratch()
        for (const segments of files) {
          mkdirSync(join(root, ...segments.map((segment) => `${segment}.d`)), { recursive: true })
          writeFileSync(join(root, ...segments.slice(0, -1).map((segment) => `${segment}.d`), segments.at(-1) as string), 'x')
        }
        const enter = (directory: FsPath) => !directory.endsWith(`${closed}.d`)
        for (const asked of [{}, { enter }, { after: 'a.d/c' }, { upTo: 'c' }]) {
          const alone = await entries(listTree(rootAt(root), ROOT, asked, NEVER))
          for (const help of [AT_ONCE, BY_SEVERAL]) expect(await entries(listTree(rootAt(root), ROOT, asked, help))).toEqual(alone)
        }
      }),
      { numRuns: 15 },
    )
  })

  it('shows a directory that has gone before it was read', async () => {
    const root = scratch()
    plantMany(root, (directory) => writeFileSync(join(directory, 'a'), 'a'))
    const told: FsEntry[] = []
    for await (const page of listTree(rootAt(root), ROOT, {}, AT_ONCE)) {
      if (told.length === 0) rmSync(join(root, '9'), { recursive: true })
      told.push(...page)
    }
    expect(told.filter((entry) => entry.path === path('9')).map(({ kind }) => kind)).toEqual(['directory', 'unreadable'])
    expect(told.some(({ path }) => path === '58/a')).toBe(true)
  })

  it('ends the thread where the listing is left or aborted', async () => {
    const root = scratch()
    plantMany(root, (directory) => {
      for (let at = 0; at < 10; at++) writeFileSync(join(directory, `${at}`), '')
    })
    const threads: Worker[] = []
    process.on('worker', (thread) => threads.push(thread))
    for await (const page of listTree(rootAt(root), ROOT, {}, BY_SEVERAL)) if (page.some((entry) => entry.path === path('30/1'))) break
    const stop = new AbortController()
    const pages = listTree(rootAt(root), ROOT, { signal: stop.signal }, AT_ONCE)
    await pages.next()
    await pages.next()
    stop.abort(new Error('stopped'))
    await expect(pages.next()).rejects.toThrow('stopped')
    await expect.poll(() => threads.length >= 4 && threads.every(({ threadId }) => threadId === ENDED), PATIENTLY).toBe(true)
  })
})
