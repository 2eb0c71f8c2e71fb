import { spawn } from 'node:child_process'
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bytesSource, type Fs, type FsPath, fsPath, joinPath, openFs, parseOptions, readAll } from '@tranship/core'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { startCountingProxy } from '../../../test-integration/harness/counting-proxy.js'
import { watchedContext } from '../test/context.js'
import { type Double, startDouble, TOKEN } from '../test/double/server.js'
import { openGoogleAccount } from './auth/google-account.js'
import { signedUrl } from './auth/signed-url.js'
import gcs from './index.js'

const CHUNK = 256 * 1024
const TIME = 1_354_040_105_123_456_789n

let double: Double
let bucket: FsPath
beforeAll(async () => {
  double = await startDouble({ pageSize: 3 })
})
beforeEach(() => {
  bucket = `tranship-test-${randomBytes(6).toString('hex')}` as FsPath
})
afterAll(() => {
  double.close()
  expect(double.violations).toEqual([])
})

type Texts = Readonly<Record<string, string>>

async function opened(texts: Texts = {}): Promise<Fs> {
  const all = { endpoint: double.endpoint, access_token: TOKEN, project_number: '1', chunk_size: `${CHUNK}b`, ...texts }
  const fs = await gcs.open(parseOptions(gcs.options, all, 'test'), watchedContext().context)
  onTestFinished(() => fs.close?.())
  return fs
}

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex')
const at = (name: string) => joinPath(bucket, name)
/** What was asked for while something was done, without its query. */
async function asked(work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = double.log.length
  await work()
  return double.log.slice(before).map((line) => line.replace(/\?.*/, ''))
}

test('both forms of the modification time are written, and either is read', async () => {
  const fs = await opened()
  await fs.put(at('file'), bytesSource(Buffer.from('x')), { modTime: TIME })
  const stored = double.state.buckets.get(bucket)?.objects.get('file')
  expect(stored?.fields.metadata).toEqual({ mtime: '2012-11-27T18:15:05.123456789Z', 'goog-reserved-file-mtime': '1354040105' })
  Object.assign(stored?.fields.metadata ?? {}, { mtime: 'no time' })
  expect((await fs.stat(at('file'))).modTime).toBe(1_354_040_105_000_000_000n)
  Object.assign(stored?.fields.metadata ?? {}, { 'goog-reserved-file-mtime': '' })
  const { modTime, lastModified } = await fs.stat(at('file'))
  expect(modTime).toBe(lastModified)
})

test('a copy of an object that keeps no time of its own has its time', async () => {
  const fs = await opened()
  await fs.put(at('file'), bytesSource(Buffer.from('x')))
  const stored = double.state.buckets.get(bucket)?.objects.get('file')
  Object.assign(stored?.fields ?? {}, { metadata: {} })
  Object.assign(stored ?? {}, { updated: '2001-01-01T00:00:00.000Z' })
  const object = await fs.stat(at('file'))
  expect((await fs.copy?.(object, at('copy')))?.modTime).toBe(object.modTime)
  expect((await fs.stat(at('copy'))).modTime).toBe(BigInt(Date.UTC(2001, 0, 1)) * 1_000_000n)
})

test('a large copy goes on from request to request, and keeps what is stored with the object', async () => {
  const fs = await opened()
  const bytes = randomBytes(CHUNK)
  const object = await fs.put(at('file'), bytesSource(bytes), { modTime: TIME, mimeType: 'text/x-test', metadata: { color: 'blue' } })
  const requests = await asked(async () => fs.copy?.(object, at('copy')))
  expect(requests).toHaveLength(3)
  const copy = await fs.stat(at('copy'))
  expect(copy).toMatchObject({ modTime: TIME, mimeType: 'text/x-test', hashes: { md5: md5(bytes) } })
  const timed = await fs.copy?.(object, at('timed'), { modTime: 5n })
  expect(timed).toMatchObject({ modTime: 5n, mimeType: 'text/x-test' })
  expect(await fs.metadata?.(await fs.stat(at('timed')))).toMatchObject({ color: 'blue', 'content-type': 'text/x-test' })
})

test('a copy in steps whose last answer is lost is known to be done', async () => {
  const { endpoint, faults } = await startCountingProxy(double.endpoint)
  const fs = await openFs(gcs, { endpoint, access_token: TOKEN, project_number: '1', chunk_size: CHUNK })
  onTestFinished(() => fs.close?.())
  const object = await fs.put(at('file'), bytesSource(randomBytes(CHUNK)), { modTime: TIME })
  faults.next({ lose: true }, { after: 2 })
  expect(await fs.copy?.(object, at('copy'), { replaces: 'nothing' })).toMatchObject({ size: CHUNK, modTime: TIME })
  expect(faults.met()).toBe(1)
})

test('an object moves to another storage class, once', async () => {
  const fs = await opened()
  const object = await fs.put(at('file'), bytesSource(Buffer.from('x')), { modTime: TIME, metadata: { color: 'blue' } })
  expect(await fs.setTier?.(object, 'nearline')).toMatchObject({ tier: 'NEARLINE', modTime: TIME })
  expect(await fs.metadata?.(await fs.stat(at('file')))).toMatchObject({ color: 'blue', tier: 'NEARLINE' })
  expect(await asked(async () => fs.setTier?.(object, 'NEARLINE'))).toHaveLength(1)
})

test('a composite object has a CRC32C and no MD5', async () => {
  const fs = await opened()
  await fs.put(at('file'), bytesSource(Buffer.from('123456789')))
  Object.assign(double.state.buckets.get(bucket)?.objects.get('file') ?? {}, { componentCount: 2 })
  expect((await fs.stat(at('file'))).hashes).toEqual({ crc32c: 'e3069283' })
})

describe('gzip', () => {
  const text = Buffer.from('many words, many words, many words')
  const packed = gzipSync(text)
  const put = (fs: Fs) => fs.put(at('file'), bytesSource(packed), { metadata: { 'content-encoding': 'gzip' } })

  test('comes as it is stored', async () => {
    const fs = await opened()
    const object = await put(fs)
    expect(object).toMatchObject({ size: packed.byteLength, hashes: { md5: md5(packed) } })
    expect(Buffer.compare(await readAll(fs.open(object)), packed)).toBe(0)
    expect(Buffer.compare(await readAll(fs.open(object, { range: { last: 5 } })), packed.subarray(-5))).toBe(0)
  })

  test('is unpacked where the remote decompresses, ranges of it too', async () => {
    const fs = await opened({ decompress: 'true' })
    await put(fs)
    const object = await fs.stat(at('file'))
    expect([object.size, object.hashes]).toEqual([undefined, undefined])
    expect((await readAll(fs.open(object))).toString()).toBe(text.toString())
    expect(Buffer.from(await readAll(fs.open(object, { range: { start: 5, end: 10 } }))).toString()).toBe('words')
    expect(Buffer.from(await readAll(fs.open(object, { range: { last: 5 } }))).toString()).toBe('words')
  })
})

describe('access', () => {
  test('a bucket with uniform access gets no ACL; one without gets those that are set', async () => {
    const uniform = await opened({ bucket_policy_only: 'true', object_acl: 'private', bucket_acl: 'private' })
    await uniform.put(at('file'), bytesSource(Buffer.from('x')))
    expect(double.state.buckets.get(bucket)?.isUniform).toBe(true)
    await (await opened()).put(at('other'), bytesSource(Buffer.from('x')))
    await expect((await opened({ object_acl: 'private' })).put(at('file'), bytesSource(Buffer.from('x')))).rejects.toThrow(/legacy ACL/)
    const before = double.log.length
    await (await opened({ object_acl: 'publicRead' })).put(fsPath(`${bucket}-2/file`), bytesSource(Buffer.from('x')))
    expect(double.log.slice(before).some((line) => line.includes('predefinedAcl=publicRead'))).toBe(true)
  })

  test('no bucket is made where none shall be', async () => {
    const fs = await opened({ no_check_bucket: 'true' })
    await expect(fs.put(at('file'), bytesSource(Buffer.from('x')))).rejects.toMatchObject({ kind: 'not-found' })
    expect(double.state.buckets.has(bucket)).toBe(false)
  })

  test('buckets need a project', async () => {
    const fs = await opened({ project_number: '' })
    await expect(fs.mkdir(bucket)).rejects.toThrow(/set "project_number"/)
  })

  test('a token that is refused is told as signed-out, and is not shown', async () => {
    const fs = await opened({ access_token: 'a-wrong-token' })
    const error: unknown = await fs.stat(at('file')).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ kind: 'signed-out' })
    expect(String(error)).not.toContain('a-wrong-token')
  })

  test('a link is signed by a service account, and by nobody else', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const key = { client_email: 'robot@example.org', private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
    const http = { send: () => expect.fail('no request is to be sent'), close: () => {} }
    const account = await openGoogleAccount({ kind: 'service account', who: '', key }, http)
    const url = new URL(await signedUrl(account, 'https://storage.googleapis.com', { bucket: 'box', key: 'd/a file' }, 60_000))
    expect(`${url.origin}${url.pathname}`).toBe('https://storage.googleapis.com/box/d/a%20file')
    expect(url.searchParams.get('X-Goog-Credential')).toMatch(/^robot@example\.org\//)
    expect(Number(url.searchParams.get('X-Goog-Expires'))).toBeLessThanOrEqual(60)
    const fs = await opened()
    await fs.put(at('file'), bytesSource(Buffer.from('x')))
    await expect(fs.publicLink?.(at('file'))).rejects.toMatchObject({ kind: 'unsupported' })
    await expect(fs.publicLink?.(at('missing'))).rejects.toMatchObject({ kind: 'not-found' })
  })
})

test('markers keep empty directories where they are wanted', async () => {
  const fs = await opened({ directory_markers: 'true' })
  await fs.mkdir(at('d/e'))
  expect([...(double.state.buckets.get(bucket)?.objects.keys() ?? [])].sort()).toEqual(['d/', 'd/e/'])
  await expect(fs.rmdir(at('d'))).rejects.toMatchObject({ kind: 'not-empty' })
  await fs.rmdir(at('d/e'))
  await fs.rmdir(at('d'))
  expect(double.state.buckets.get(bucket)?.objects.size).toBe(0)
})

test('an upload that was killed goes on in another process, where the service says', { timeout: 60_000 }, async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'tranship-gcs-'))
  onTestFinished(() => rmSync(scratch, { recursive: true }))
  const checkpoint = join(scratch, 'checkpoint')
  const options = { endpoint: double.endpoint, access_token: TOKEN, project_number: '1', chunk_size: CHUNK }
  const fs = await opened()
  await fs.mkdir(bucket)
  const uploads = () => double.log.filter((line) => line.startsWith('PUT')).length
  const begun = uploads()
  const task = JSON.stringify({ options, path: at('large'), checkpoint })
  const cwd = join(import.meta.dirname, '..')
  const child = spawn(process.execPath, ['--input-type=module', '-e', UPLOAD, task], { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(child, 'close')
  await Promise.race([ended, halfDone(() => uploads() - begun)])
  child.kill('SIGKILL')
  expect(await ended).toEqual([null, 'SIGKILL'])
  expect(existsSync(checkpoint)).toBe(true)
  await expect(fs.stat(at('large'))).rejects.toMatchObject({ kind: 'not-found' })

  const state = readFileSync(checkpoint, 'utf8')
  const bytes = Buffer.alloc(PIECES * CHUNK, 'abc')
  const before = uploads()
  const object = await fs.put(at('large'), bytesSource(bytes), { checkpoint: { load: () => state, save: () => {} }, modTime: 5n })
  expect(uploads() - before).toBeLessThanOrEqual(PIECES - HALF + 2)
  expect(object.hashes?.md5).toBe(md5(bytes))
  await fs.discard?.(state)
  expect((await fs.stat(at('large'))).hashes?.md5).toBe(md5(bytes))
})

const PIECES = 40
const HALF = 12

/** Resolves when so many pieces have come. */
async function halfDone(pieces: () => number): Promise<void> {
  while (pieces() < HALF) await new Promise((resolve) => setImmediate(resolve))
}

/** Uploads 10 MiB with a checkpoint in a file. */
const UPLOAD = `
  import { writeFileSync } from 'node:fs'
  import { openFs } from '@tranship/core'
  import gcs from '@tranship/plugin-gcs'
  const { options, path, checkpoint } = JSON.parse(process.argv[1])
  const bytes = Buffer.alloc(${PIECES} * options.chunk_size, 'abc')
  const source = { size: bytes.length, repeatable: true, open: async function* () { yield bytes } }
  const save = (state) => writeFileSync(checkpoint, state)
  await (await openFs(gcs, options)).put(path, source, { modTime: 5n, checkpoint: { load: () => undefined, save } })
`
