import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { run } from '../harness/program.js'
import { type InstalledCli, newUser } from './installed-cli.js'
import { serveBuckets } from './s3-buckets.js'

test('a backend is loaded when it is used, not before', async () => {
  const user = newUser()
  const { endpoint, close } = await serveBuckets(['photos'])
  onTestFinished(close)
  writeFileSync(
    join(user.folder, 'tranship.conf'),
    `[remote]\ntype = s3\naccess_key_id = k\nsecret_access_key = s\nendpoint = ${endpoint}\n`,
  )
  expect((await user.tranship('plugins', 'install', 's3')).code).toBe(0)

  const plugins = /\/plugin-(local|memory|s3)\/|@aws-sdk|@smithy/
  expect(await modulesOf(user, 'version')).not.toContainEqual(expect.stringMatching(plugins))
  // Those of Node's own that take milliseconds.
  const slow = /^node:(child_process|crypto|https?|net|readline|sqlite|tls|worker_threads|zlib)$/
  for (const words of [['version'], ['ls', '.']]) {
    expect(await modulesOf(user, ...words), words.join(' ')).not.toContainEqual(expect.stringMatching(slow))
  }
  const local = await modulesOf(user, 'ls', '.')
  expect(local).toContainEqual(expect.stringContaining('/plugin-local/'))
  expect(local).not.toContainEqual(expect.stringMatching(/\/plugin-(memory|s3)\/|@aws-sdk|@smithy/))
  expect(await modulesOf(user, 'lsd', 'remote:', '--config', 'tranship.conf')).toContainEqual(expect.stringContaining('@aws-sdk'))
})

test('version and ls load little code of ours to start', async () => {
  const user = newUser()
  expect(await codeOf(user, 'version')).toSatisfy(within({ files: 16, bytes: 660_000 }), 'version')
  expect(await codeOf(user, 'ls', '.')).toSatisfy(within({ files: 36, bytes: 780_000 }), 'ls')
})

/** What start-up time is made of: the files that are opened and the JavaScript in them. Its CPU time is bench/startup.ts's to tell. */
interface CodeSize {
  readonly files: number
  readonly bytes: number
}

const within = (budget: CodeSize) => (size: CodeSize) => size.files <= budget.files && size.bytes <= budget.bytes

/** The files that a command of the installed tool loads, but Node's own. */
async function codeOf(user: InstalledCli, ...args: string[]): Promise<CodeSize> {
  const files = (await modulesOf(user, ...args)).filter((url) => url.startsWith('file:')).map((url) => statSync(fileURLToPath(url)).size)
  const size = { files: files.length, bytes: files.reduce((sum, bytes) => sum + bytes, 0) }
  console.log(`${args[0]}: ${size.files} files, ${size.bytes} bytes`)
  return size
}

/** The modules that a command of the installed tool loads. */
async function modulesOf({ program, env, folder }: InstalledCli, ...args: string[]) {
  const file = join(folder, 'modules')
  writeFileSync(file, '')
  const recorder = join(import.meta.dirname, 'module-recorder.mjs')
  const outcome = await run(process.execPath, ['--import', recorder, program, ...args], {
    env: { ...env, MODULES_FILE: file },
    cwd: folder,
  })
  expect(outcome).toMatchObject({ code: 0 })
  return readFileSync(file, 'utf8').trim().split('\n')
}
