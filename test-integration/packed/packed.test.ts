import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, realpathSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { newUser } from './installed-cli.js'
import { serveBuckets } from './s3-buckets.js'

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../packages/cli/package.json'), 'utf8'))

test('says its version', async () => {
  const { tranship } = newUser()
  const { code, stdout, stderr } = await tranship('version')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain(version)
})

test('syncs one local directory to another', async () => {
  const { tranship, folder } = newUser()
  const time = new Date('2021-03-04T05:06:07.000Z')
  mkdirSync(join(folder, 'from/deep/er'), { recursive: true })
  writeFileSync(join(folder, 'from/a.txt'), 'a')
  writeFileSync(join(folder, 'from/deep/er/b.bin'), Buffer.alloc(3_000_000, 7))
  utimesSync(join(folder, 'from/a.txt'), time, time)

  expect(await tranship('sync', 'from', 'to')).toMatchObject({ code: 0, stdout: '' })
  expect(readFileSync(join(folder, 'to/deep/er/b.bin')).equals(Buffer.alloc(3_000_000, 7))).toBe(true)
  expect(statSync(join(folder, 'to/a.txt')).mtime).toEqual(time)
  expect((await tranship('check', 'from', 'to')).code).toBe(0)
})

test('has the thread that reads directories ahead', async () => {
  const { program, folder } = newUser()
  writeFileSync(join(folder, 'a'), 'abc')
  const package_ = join(dirname(realpathSync(program)), '../node_modules/@tranship/plugin-local')
  const thread = new Worker(join(package_, 'dist/bundle/read-ahead-worker.js'))
  onTestFinished(async () => void (await thread.terminate()))
  thread.postMessage({ number: 1, directory: folder, claims: new Int32Array([1]), slot: 0 })
  const [answer] = await once(thread, 'message')
  expect(answer).toMatchObject({ number: 1, content: { text: expect.stringMatching(/^a\//), sizes: new Float64Array([3]) } })
})

test('installs a backend when it is asked for, and uses it', async () => {
  const { tranship, folder } = newUser()
  const { endpoint, close } = await serveBuckets(['photos', 'videos'])
  onTestFinished(close)
  const config = join(folder, 'tranship.conf')
  writeFileSync(config, `[remote]\ntype = s3\nprovider = Other\naccess_key_id = k\nsecret_access_key = s\nendpoint = ${endpoint}\n`)

  const before = await tranship('lsd', 'remote:', '--config', config)
  expect(before.code).not.toBe(0)
  expect(before.stderr).toContain('tranship plugins install s3')

  expect(await tranship('plugins', 'install', 's3')).toMatchObject({ code: 0 })
  expect((await tranship('plugins')).stdout).toMatch(/s3/)
  const after = await tranship('lsd', 'remote:', '--config', config)
  expect(after).toMatchObject({ code: 0, stderr: '' })
  expect(
    after.stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ').at(-1)),
  ).toEqual(['photos', 'videos'])

  expect((await tranship('plugins', 'uninstall', 's3')).code).toBe(0)
  expect((await tranship('lsd', 'remote:', '--config', config)).stderr).toContain('tranship plugins install s3')
})

test.each(['left-pad', 'nosuch', '@tranship/core', 'someone/left-pad', 'tranship-plugin-foo@npm:left-pad'])(
  'does not fetch %s as a plugin',
  async (name) => {
    const { tranship, env } = newUser()
    const { code, stderr } = await tranship('plugins', 'install', name)
    expect(code).toBe(2)
    expect(stderr.replace(/\s+(›\s+)?/g, ' ')).toMatch(/is not (the name of a tranship plugin|a version of)/)
    expect(existsSync(join(env.HOME ?? '', '.local/share/tranship/node_modules'))).toBe(false)
  },
)
