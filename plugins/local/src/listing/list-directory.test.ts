import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { withDefaults } from '@tranship/core'
import { comparePaths, orderKey } from '@tranship/core/backend'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entries, path, scratch, scratchFs, text } from '../../test/scratch.js'
import { options } from '../options.js'

describe('list', () => {
  it('comes in path order with size, time and version', async () => {
    const { fs, root } = scratchFs()
    for (const name of ['a.txt', 'ab', '\u{ff61}', '\u{10000}']) writeFileSync(join(root, name), name)
    mkdirSync(join(root, 'a'))
    const all = await entries(fs.list(path('')))
    expect(all.map(orderKey)).toEqual(['a.txt', 'a/', 'ab', '\u{ff61}', '\u{10000}'])
    expect(all[0]).toEqual(await fs.stat(path('a.txt')))
    expect(all[0]).toMatchObject({ kind: 'object', size: 5, modTime: expect.any(BigInt), version: expect.any(String) })
    expect(all[1]).toMatchObject({ kind: 'directory', path: 'a', modTime: expect.any(BigInt) })
  })

  it('finds every name that a file system can hold, in order', async () => {
    const name = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 20 })
      .map((text) => text.toWellFormed().replaceAll(/[/\0]/g, '_'))
      .filter((text) => text !== '.' && text !== '..')
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { maxLength: 20 }), async (names) => {
        const { fs, root } = scratchFs()
        for (const [at, name] of names.entries()) {
          if (at % 3 === 0) mkdirSync(join(root, name))
          else writeFileSync(`${root}/${name}`, '')
        }
        const all = await entries(fs.list(path('')))
        expect(all.every(({ kind }) => kind !== 'unreadable')).toBe(true)
        expect(all.length).toBe(names.length)
        expect(all.map(orderKey)).toEqual(all.map(orderKey).toSorted(comparePaths))
        for (const entry of all) if (entry.kind === 'object') expect(await fs.stat(entry.path)).toEqual(entry)
        rmSync(root, { recursive: true })
      }),
      { numRuns: 100 },
    )
  })

  it('is not-found for a missing directory and for a file', async () => {
    const { fs, root } = scratchFs()
    writeFileSync(join(root, 'file'), '')
    await expect(entries(fs.list(path('none')))).rejects.toMatchObject({ kind: 'not-found', path: 'none' })
    await expect(entries(fs.list(path('file')))).rejects.toMatchObject({
      kind: 'not-found',
      message: `not a directory: "${join(root, 'file')}"`,
    })
    await expect(entries(scratchFs(join(root, 'file')).fs.list(path('')))).rejects.toMatchObject({ kind: 'not-found' })
  })

  it('skips links, pipes and sockets and says so', async () => {
    const { fs, root, logged } = scratchFs()
    symlinkSync('/', join(root, 'link'))
    execFileSync('mkfifo', [join(root, 'pipe')])
    const server = createServer().listen(join(root, 'socket'))
    await new Promise((resolve) => server.once('listening', resolve))
    expect(await entries(fs.list(path('')))).toEqual([])
    server.close()
    expect(logged.toSorted()).toEqual([
      'notice link: symbolic link skipped',
      'notice pipe: named pipe skipped',
      'notice socket: socket skipped',
    ])
  })

  it('shows names that are no UTF-8, which every operation takes back to the same bytes', async () => {
    const { fs, root } = scratchFs()
    const native = (...names: string[]) => Buffer.from(join(root, ...names), 'latin1')
    mkdirSync(native('d\xff'))
    writeFileSync(native('d\xff', 'x\xfe'), 'content')
    writeFileSync(join(root, 'y\u{fffd}'), '')
    const all = await entries(fs.listAll?.(path('')) ?? fs.list(path('')))
    expect(all.map(orderKey)).toEqual(['d\u{201b}FF/', 'd\u{201b}FF/x\u{201b}FE', 'y\u{fffd}'])
    const object = await fs.stat(path('d\u{201b}FF/x\u{201b}FE'))
    expect(all[1]).toEqual(object)
    expect(await text(fs.open(object))).toBe('content')
    await fs.copy?.(object, path('d\u{201b}FF/z\u{201b}80'))
    expect(readFileSync(native('d\xff', 'z\x80'), 'utf8')).toBe('content')
    await fs.remove(object)
    await fs.purge?.(path('d\u{201b}FF'))
    expect(readdirSync(root)).toEqual(['y\u{fffd}'])
  })

  it('reads a directory with very many names in slices', async () => {
    const { fs, root } = scratchFs(join(realpathSync('/dev/shm'), `tranship-many-${process.pid}`))
    mkdirSync(root)
    try {
      const names = Array.from({ length: 30_000 }, (_, at) => `${'long name '.repeat(6)}${at}`)
      for (const name of names) writeFileSync(join(root, name), '')
      mkdirSync(join(root, 'a directory'))
      const keys = (await entries(fs.list(path('')))).map(orderKey)
      expect(keys).toEqual(['a directory/', ...names].toSorted(comparePaths))
    } finally {
      rmSync(root, { recursive: true })
    }
  })

  it('does nothing until pulled, gives pages, and stops when aborted between them', async () => {
    const { fs, root } = scratchFs(join(scratch(), 'later'))
    const controller = new AbortController()
    const pages = fs.list(path(''), { signal: controller.signal })[Symbol.asyncIterator]()
    mkdirSync(root)
    for (let at = 0; at < 1500; at++) writeFileSync(join(root, `f${at}`), '')
    const first = await pages.next()
    expect(first.value?.length).toBeLessThanOrEqual(1000)
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(pages.next()).rejects.toBe(reason)
  })

  it.runIf(process.getuid?.() === 0)('is denied for an unreadable directory, which it lists from above (run as nobody)', () => {
    const root = scratch()
    chmodSync(root, 0o755)
    mkdirSync(join(root, 'secret'), { mode: 0o700 })
    const program = `
      import { openLocalFs } from ${JSON.stringify(new URL('../../dist/local-fs.js', import.meta.url).href)}
      process.setgid(65534); process.setuid(65534)
      const fs = openLocalFs({ ...${JSON.stringify(withDefaults(options, { root }))} }, () => {})
      for await (const page of fs.list('')) console.log(page.map((entry) => entry.kind + ' ' + entry.path).join())
      try { for await (const page of fs.list('secret')) console.log('listed') } catch (error) { console.log(error.kind, error.path) }`
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
    expect(output).toBe('directory secret\ndenied secret\n')
  })
})
