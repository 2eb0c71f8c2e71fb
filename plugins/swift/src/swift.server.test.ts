import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { joinPath, openFs } from '@tranship/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ACCOUNTS, container, opened, pathsBelow, segmentsOf, tokenOf } from '../test/accounts.js'
import { bytesOf, md5, md5At, sourceOf } from '../test/bytes.js'
import { watch } from '../test/watching-proxy.js'
import swift from './index.js'

const { env } = process
const MEBIBYTE = 1024 ** 2
const SEGMENT = 100_000

describe.each(ACCOUNTS)('an account on $name', (account) => {
  test('tells what it uses', async () => {
    const usage = await (await opened(account)).about?.()
    expect(usage?.used).toBeGreaterThanOrEqual(0)
  })

  test('is opened by a token and a storage URL, which cannot be renewed', async () => {
    const { storageUrl, token } = await tokenOf(account)
    const fs = await openFs(swift, { storage_url: storageUrl, auth_token: token })
    const name = await container(fs)
    await fs.put(joinPath(name, 'file'), sourceOf(bytesOf(10)))
    const stale = await openFs(swift, { storage_url: storageUrl, auth_token: 'AUTH_tkbogus' })
    await expect(stale.stat(joinPath(name, 'file'))).rejects.toMatchObject({ kind: 'signed-out' })
    const renewed = await opened(account, { storage_url: storageUrl, auth_token: 'AUTH_tkbogus' })
    expect((await renewed.stat(joinPath(name, 'file'))).size).toBe(10)
  })

  test('refuses a wrong key as signed-out, without showing it', async () => {
    const fs = await opened({ ...account, key: 'not-the-key' })
    const error: unknown = await fs.stat(joinPath(await container(await opened(account)), 'x')).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ kind: 'signed-out' })
    expect(String(error)).not.toContain('not-the-key')
  })

  test('goes on with an upload that was killed, by its checkpoint', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'tranship-swift-'))
    onTestFinished(() => rmSync(scratch, { recursive: true }))
    const checkpoint = join(scratch, 'checkpoint')
    const { storageUrl } = await tokenOf(account)
    const { promise: enough, resolve } = Promise.withResolvers<void>()
    const proxy = await watch(storageUrl, async () => {
      if (segmentPuts(proxy.seen).length >= 12) resolve()
    })
    const { auth, user, key } = account
    const options = { auth, user, key, storage_url: proxy.url, chunk_size: SEGMENT }
    const fs = await openFs(swift, options)
    const name = await container(fs)
    const bytes = Buffer.alloc(40 * SEGMENT, 'abc')

    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', UPLOAD, JSON.stringify({ options, path: `${name}/large`, checkpoint })],
      {
        cwd: join(import.meta.dirname, '..'),
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    )
    await Promise.race([enough, once(child, 'exit')])
    child.kill('SIGKILL')
    expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
    expect(existsSync(checkpoint)).toBe(true)
    await expect(fs.stat(joinPath(name, 'large'))).rejects.toMatchObject({ kind: 'not-found' })

    const before = segmentPuts(proxy.seen).length
    const state = readFileSync(checkpoint, 'utf8')
    const object = await fs.put(joinPath(name, 'large'), sourceOf(bytes), {
      checkpoint: { load: () => state, save: () => {} },
      modTime: 5n,
    })
    expect(segmentPuts(proxy.seen).length - before).toBeLessThanOrEqual(40 - 12 + 4)
    expect(await md5At(fs, object)).toBe(md5(bytes))
    expect(await segmentsOf(fs, name)).toHaveLength(40)
    await fs.discard?.(state)
    expect(await md5At(fs, object)).toBe(md5(bytes))
  })
})

/** Uploads 4 MB with a checkpoint in a file. */
const UPLOAD = `
  import { writeFileSync } from 'node:fs'
  import { openFs } from '@tranship/core'
  import swift from '@tranship/plugin-swift'
  const { options, path, checkpoint } = JSON.parse(process.argv[1])
  const bytes = Buffer.alloc(40 * options.chunk_size, 'abc')
  const source = { size: bytes.length, repeatable: true, open: async function* () { yield bytes } }
  const save = (state) => writeFileSync(checkpoint, state)
  await (await openFs(swift, options)).put(path, source, { modTime: 5n, checkpoint: { load: () => undefined, save } })
`

const segmentPuts = (seen: readonly string[]): readonly string[] => seen.filter((line) => /^PUT .*_segments\/./.test(line))

const own = ACCOUNTS.find(({ name }) => name === 'OpenStack Swift')
const memcached = env.TRANSHIP_TEST_SWIFT_MEMCACHED

describe.runIf(own !== undefined && memcached !== undefined)('tokens that expire', () => {
  /** Makes all tokens of the service invalid. */
  async function flush(): Promise<void> {
    const [host, port] = (memcached ?? '').split(':')
    const socket = connect(Number(port), host)
    socket.end('flush_all\r\nquit\r\n')
    await once(socket.resume(), 'close')
  }

  test('in the middle of a listing', async () => {
    const account = own ?? expect.fail()
    let pages = 0
    const proxy = await watch((await tokenOf(account)).storageUrl, async (seen) => {
      if (seen.includes('format=json') && ++pages === 3) await flush()
    })
    const fs = await opened(account, { storage_url: proxy.url, list_chunk: 3 })
    const name = await container(fs)
    const paths = Array.from({ length: 20 }, (_each, at) => joinPath(name, `file ${String(at).padStart(2, '0')}`))
    await Promise.all(paths.map((path) => fs.put(path, sourceOf(bytesOf(1)))))
    pages = 0
    expect(await pathsBelow(fs, name)).toEqual(paths)
    expect(pages).toBeGreaterThan(3)
  })

  test('in the middle of an upload of 200 MB in segments', async () => {
    const account = own ?? expect.fail()
    let flushed = 0
    const proxy = await watch((await tokenOf(account)).storageUrl, async (seen) => {
      if (/^PUT .*_segments\/./.test(seen) && segmentPuts(proxy.seen).length === 5 && flushed++ === 0) await flush()
    })
    const fs = await opened(account, { storage_url: proxy.url })
    const name = await container(fs)
    const bytes = bytesOf(200 * MEBIBYTE)
    const object = await fs.put(joinPath(name, 'large'), sourceOf(bytes))
    expect([flushed, object.size]).toEqual([1, 200 * MEBIBYTE])
    expect(proxy.mostSegments()).toBe(4)
    expect(await md5At(fs, object)).toBe(md5(bytes))
    await fs.remove(object)
    expect(await segmentsOf(fs, name)).toEqual([])
  })
})

describe.runIf(env.TRANSHIP_TEST_KEYSTONE_AUTH_URL !== undefined)('Keystone', () => {
  const auth = env.TRANSHIP_TEST_KEYSTONE_AUTH_URL ?? ''
  const user = env.TRANSHIP_TEST_KEYSTONE_USER ?? ''
  const key = env.TRANSHIP_TEST_KEYSTONE_KEY ?? ''
  const tenant = env.TRANSHIP_TEST_KEYSTONE_PROJECT ?? ''
  const region = env.TRANSHIP_TEST_KEYSTONE_REGION ?? ''
  const application = {
    application_credential_id: env.TRANSHIP_TEST_KEYSTONE_APPLICATION_ID ?? '',
    application_credential_secret: env.TRANSHIP_TEST_KEYSTONE_APPLICATION_SECRET ?? '',
  }

  test.each([
    ['a password', { auth, user, key, tenant, domain: 'Default' }],
    ['a password, with a region and the internal address', { auth, user, key, tenant, region, endpoint_type: 'internal' }],
    ['a password, at a URL without a version', { auth: auth.replace(/\/v3$/, ''), auth_version: 3, user, key, tenant }],
    ['an application credential', { auth, ...application }],
    [
      'an application credential by its name',
      { auth, user, application_credential_name: 'app', application_credential_secret: application.application_credential_secret },
    ],
  ])('lets in by %s', async (_way, options) => {
    const fs = await openFs(swift, options)
    const name = await container(fs)
    const object = await fs.put(joinPath(name, 'file'), sourceOf(bytesOf(10)))
    expect(await md5At(fs, object)).toBe(md5(bytesOf(10)))
  })

  test('tells which regions there are when it is another one', async () => {
    const fs = await openFs(swift, { auth, user, key, tenant, region: 'Elsewhere' })
    await expect(fs.mkdir('x' as never)).rejects.toThrow(/"Elsewhere"; there are: RegionOne/)
  })

  test('refuses a wrong password as signed-out', async () => {
    const fs = await openFs(swift, { auth, user, key: 'wrong', tenant })
    await expect(fs.mkdir('x' as never)).rejects.toMatchObject({ kind: 'signed-out' })
  })
})

if (env.TRANSHIP_TEST_KEYSTONE_AUTH_URL === undefined)
  console.warn('skipped: logins by Keystone, since TRANSHIP_TEST_KEYSTONE=1 does not ask for it')
test.skipIf(ACCOUNTS.length > 0)('swift: no server is named to test against', () => {})
