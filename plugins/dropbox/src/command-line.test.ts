import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startHttpsProxy } from '../../../test-integration/doubles/https-proxy.js'
import { type Outcome, type Running, start } from '../../../test-integration/harness/program.js'
import { type Double, startDouble } from '../test/double/server.js'

const ROOT = join(import.meta.dirname, '../../..')
const TOOL = join(ROOT, 'packages/cli/bin/dev.js')
const MEBIBYTE = 1024 ** 2

interface Person {
  readonly double: Double
  readonly folder: string
  start(...args: readonly string[]): Running
  /** Resolves to what it printed, if it ended well. */
  tranship(...args: readonly string[]): Promise<Outcome>
}

/** Somebody with the remote `box:`, whose programs take the double for the service. */
async function person(): Promise<Person> {
  const double = await startDouble()
  const proxy = await startHttpsProxy({ 'api.dropboxapi.com': double.url, 'content.dropboxapi.com': double.url })
  const folder = mkdtempSync(join(tmpdir(), 'tranship-dropbox-'))
  onTestFinished(() => {
    proxy.close()
    double.close()
    rmSync(folder, { recursive: true })
    expect([double.violations, proxy.refused]).toEqual([[], []])
  })
  writeFileSync(join(folder, 'config'), `[box]\ntype = dropbox\nclient_id = app\nchunk_size = 1M\ntoken = ${double.tokens.text(true)}\n`)
  const env = { PATH: process.env.PATH, HOME: folder, HTTPS_PROXY: proxy.url, LANG: 'C.UTF-8' }
  const begin = (...args: readonly string[]) =>
    start(process.execPath, [TOOL, '--config', 'config', '--ca-cert', proxy.caFile, ...args], { env, cwd: folder })
  return {
    double,
    folder,
    start: begin,
    tranship: async (...args) => {
      const outcome = await begin(...args).ended
      expect(outcome.code, outcome.stderr).toBe(0)
      return outcome
    },
  }
}

test('a tree is copied through a proxy, found the same, and not copied again; the new token is kept', async () => {
  const { double, folder, tranship } = await person()
  const docs = join(ROOT, 'docs')
  await tranship('sync', docs, 'box:docs')
  expect((await tranship('check', docs, 'box:docs')).stderr).toContain('0 differences found')
  const before = double.seen.filter((route) => route.startsWith('files/upload'))
  await tranship('sync', docs, 'box:docs')
  expect(double.seen.filter((route) => route.startsWith('files/upload'))).toEqual(before)
  expect((await tranship('hashsum', 'dropbox', 'box:docs/sync.md')).stdout).toBe(
    (await tranship('hashsum', 'dropbox', join(docs, 'sync.md'))).stdout,
  )
  expect(double.tokens.granted()).toBe(1)
  expect(readFileSync(join(folder, 'config'), 'utf8')).toContain(double.tokens.secrets.at(-1))
})

test('an upload that was killed goes on where it was', async () => {
  const { double, folder, start: begin, tranship } = await person()
  const bytes = randomBytes(6 * MEBIBYTE)
  mkdirSync(join(folder, 'from'))
  writeFileSync(join(folder, 'from/file'), bytes)
  const held = double.hold('files/upload_session/append_v2', 3)
  const { child, ended } = begin('copy', 'from', 'box:to')
  await held
  child.kill('SIGKILL')
  expect(await ended).toMatchObject({ code: 'SIGKILL' })

  const before = double.received()
  await tranship('copy', 'from', 'box:to')
  expect(double.received() - before).toBeLessThan(4 * MEBIBYTE)
  await tranship('check', 'from', 'box:to')
})
