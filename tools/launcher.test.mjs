import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { linkPlugins } from './link-plugins.mjs'
import { shellQuote } from './shell-quote.mjs'
import { isAtLeast } from './version.mjs'

test('a quoted word reads back as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }).filter((word) => !word.includes('\0'))), (words) => {
      const script = ['printf', "'%s\\0'", ...words.map(shellQuote)].join(' ')
      const read = words.length === 0 ? '' : execFileSync('sh', ['-c', script], { encoding: 'utf8' })
      expect(read).toBe(words.map((word) => `${word}\0`).join(''))
    }),
    { numRuns: 50, examples: [[["it's", '"$HOME"', '*', '`id`', '\\', 'a\nb', '']]] },
  )
})

test.each([
  ['22.22.2', true],
  ['22.22.3', true],
  ['22.23.0', true],
  ['24.0.0', true],
  ['24.0.0-nightly2026', true],
  ['22.22.1', false],
  ['22.9.9', false],
  ['20.99.99', false],
])('is %s at least 22.22.2? %s', (version, expected) => {
  expect(isAtLeast(version, '22.22.2')).toBe(expected)
})

describe('a program run in our place', () => {
  const inPlace = (script) => [
    '--input-type=module',
    '-e',
    `import { runInPlace } from ${JSON.stringify(join(import.meta.dirname, 'run-in-place.mjs'))}
runInPlace(process.execPath, ['-e', ${JSON.stringify(script)}])`,
  ]

  test('ends us as it ends', () => {
    expect(spawnSync(process.execPath, inPlace('process.exit(7)')).status).toBe(7)
    expect(spawnSync(process.execPath, inPlace('process.kill(process.pid, "SIGKILL")')).status).toBe(128 + 9)
  })

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('is told of %s', async (signal) => {
    const script = `process.on('${signal}', () => process.exit(5)); console.log('ready'); setTimeout(() => {}, 20_000)`
    const child = spawn(process.execPath, inPlace(script), { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([5, null])
  })
})

describe('plugins of the workspace', () => {
  const workspace = () => {
    const root = mkdtempSync(join(tmpdir(), 'tranship-link-'))
    onTestFinished(() => rmSync(root, { recursive: true }))
    const add = (path, manifest) => {
      mkdirSync(join(root, path), { recursive: true })
      writeFileSync(join(root, path, 'package.json'), JSON.stringify(manifest))
    }
    add('packages/cli', { dependencies: { '@tranship/plugin-local': '1' } })
    add('plugins/local', { name: '@tranship/plugin-local' })
    add('plugins/foo', { name: '@tranship/plugin-foo' })
    mkdirSync(join(root, 'plugins/no-package'))
    return { root, add, file: join(root, '.tranship/data/package.json') }
  }
  const linked = (file) => JSON.parse(readFileSync(file, 'utf8')).oclif.plugins

  test('are linked, but those that the tool brings', () => {
    const { root, file } = workspace()
    expect(linkPlugins(root)).toBe(join(root, '.tranship/data'))
    expect(linked(file)).toEqual([{ name: '@tranship/plugin-foo', type: 'link', root: join(root, 'plugins/foo') }])
    const { ino } = statSync(file)
    linkPlugins(root)
    expect(statSync(file).ino).toBe(ino)
  })

  test('are not linked any more when they are gone; what was installed or linked by hand stays', () => {
    const { root, file } = workspace()
    linkPlugins(root)
    const elsewhere = mkdtempSync(join(tmpdir(), 'tranship-elsewhere-'))
    onTestFinished(() => rmSync(elsewhere, { recursive: true }))
    const installed = { name: 'tranship-plugin-bar', type: 'user', tag: 'latest' }
    const byHand = { name: 'tranship-plugin-baz', type: 'link', root: elsewhere }
    const gone = { name: 'tranship-plugin-gone', type: 'link', root: join(elsewhere, 'gone') }
    writeFileSync(
      file,
      JSON.stringify({ dependencies: { x: '1' }, oclif: { schema: 1, plugins: [installed, byHand, gone, ...linked(file)] } }),
    )
    rmSync(join(root, 'plugins/foo'), { recursive: true })
    linkPlugins(root)
    expect(linked(file)).toEqual([installed, byHand])
    expect(JSON.parse(readFileSync(file, 'utf8')).dependencies).toEqual({ x: '1' })
  })
})
