import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { S3 } from '@aws-sdk/client-s3'
import { type OptionInput, withDefaults } from '@tranship/core'
import { bytesSource, type Fs, type FsObject, type FsPath, fsPath, isFsError, plainContext, readAll } from '@tranship/core/backend'
import { expect, test } from 'vitest'
import { createSession } from './client/session.js'
import { settingsOf } from './client/settings.js'
import { OPTIONS } from './options.js'
import { createS3Fs } from './s3-fs.js'

const { env } = process
const endpoint = env.TRANSHIP_TEST_S3_ENDPOINT
const keys = { access_key_id: env.TRANSHIP_TEST_S3_ACCESS_KEY ?? '', secret_access_key: env.TRANSHIP_TEST_S3_SECRET_KEY ?? '' }
const tls = { endpoint: env.TRANSHIP_TEST_S3_TLS_ENDPOINT, certificate: env.TRANSHIP_TEST_S3_TLS_CA }
const hasServer = endpoint !== undefined
const onServer = test.skipIf(!hasServer)
const isRequired = env.CI !== undefined || env.TRANSHIP_REQUIRE_SERVERS === '1'
if (!hasServer && !isRequired) console.warn('skipped: the options of s3 on a real server, since TRANSHIP_TEST_S3_ENDPOINT is not set')
if (hasServer && tls.endpoint === undefined) console.warn('skipped: SSE-C, since TRANSHIP_TEST_S3_TLS_ENDPOINT is not set')
test.runIf(isRequired)('a server to test against is named', () => expect(hasServer).toBe(true))

const MEBIBYTE = 1024 ** 2
const SMALLEST = 5 * MEBIBYTE
type Changes = OptionInput<typeof OPTIONS>

interface Remote {
  readonly fs: Fs
  /** The client of the SDK alone, which sees what is stored. */
  readonly plain: S3
  readonly bucket: string
  at(name: string): FsPath
  readonly logged: string[]
}

function contextOf(logged: string[]) {
  const limiter = { enter: async () => ({ done: () => {}, refused: () => {}, failed: () => {} }) }
  const context = plainContext(limiter, { remote: 'work', log: (level, message, path) => void logged.push(`${level} ${path}: ${message}`) })
  if (tls.certificate === undefined) return context
  return { ...context, http: { ...context.http, certificateAuthorities: [readFileSync(tls.certificate, 'utf8')] } }
}

/** A remote with these options, and a new bucket. */
async function remote(changes: Changes = {}, name?: string): Promise<Remote> {
  const logged: string[] = []
  const context = contextOf(logged)
  const settings = (more: Changes) =>
    settingsOf(withDefaults(OPTIONS, { ...keys, endpoint: endpoint ?? '', provider: 'Ceph', ...more } as Changes), 'work')
  const plain = await createSession(settings({ sdk_only: true }), context).client()
  const bucket = name ?? `tranship-${randomBytes(5).toString('hex')}`
  const fs = createS3Fs(settings(changes), context)
  if (name === undefined && !changes.no_check_bucket) await fs.mkdir(fsPath(bucket))
  return { fs, plain, bucket, at: (path) => fsPath(`${bucket}/${path}`), logged }
}

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex')
const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64')
const put = (fs: Fs, path: FsPath, text: string | Uint8Array, options = {}) => {
  const bytes = Buffer.from(text)
  const source = { ...bytesSource(bytes), hash: async (name: string) => (name === 'md5' ? md5(bytes) : undefined) }
  return fs.put(path, source, { modTime: 1_600_000_000_123_456_789n, ...options })
}
const textOf = async (fs: Fs, object: FsObject) => Buffer.from(await readAll(fs.open(object))).toString()
async function names(fs: Fs, directory: FsPath): Promise<string[]> {
  const paths: string[] = []
  for await (const page of fs.listAll?.(directory) ?? [])
    paths.push(...page.map(({ kind, path }) => `${kind} ${path.slice(directory.length + 1)}`))
  return paths
}
const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: Error) => (isFsError(error) ? error.kind : String(error)),
  )

onServer('acl, bucket_acl: grants of objects and of new buckets', async () => {
  const { fs, plain, bucket, at } = await remote({ acl: 'public-read', bucket_acl: 'private' })
  await put(fs, at('open'), 'x')
  const readers = async (Key: string) => (await plain.getObjectAcl({ Bucket: bucket, Key })).Grants?.map(({ Grantee }) => Grantee?.URI)
  expect(await readers('open')).toContain('http://acs.amazonaws.com/groups/global/AllUsers')
  expect((await plain.getBucketAcl({ Bucket: bucket })).Grants?.map(({ Grantee }) => Grantee?.URI)).toEqual([undefined])
  const copied = await fs.copy?.({ kind: 'object', path: at('open') }, at('copied'))
  expect(copied?.size).toBe(1)
  expect(await readers('copied')).toContain('http://acs.amazonaws.com/groups/global/AllUsers')
})

onServer('upload_cutoff and chunk_size: one request or parts; md5chksum as rclone writes it', async () => {
  const bytes = randomBytes(6 * MEBIBYTE)
  const { fs, plain, bucket, at } = await remote({ upload_cutoff: 8 * MEBIBYTE })
  expect((await put(fs, at('whole'), bytes)).version).toBe(md5(bytes))
  const parts = (await remote({}, bucket)).fs
  const stored = await put(parts, at('parts'), bytes)
  expect(stored.hashes).toEqual({ md5: md5(bytes) })
  expect(stored.version).toMatch(/-2$/)
  const { lastModified: _, ...stat } = await parts.stat(at('parts'))
  expect(stat).toEqual(stored)
  const head = await plain.headObject({ Bucket: bucket, Key: 'parts' })
  expect(head.Metadata).toEqual({ md5chksum: base64(md5(bytes)), mtime: '1600000000.123456789' })
})

onServer('disable_checksum: no MD5 beside a large object', async () => {
  const { fs, at } = await remote({ disable_checksum: true })
  const stored = await put(fs, at('parts'), randomBytes(6 * MEBIBYTE))
  expect(stored.hashes).toBeUndefined()
  expect((await fs.stat(at('parts'))).hashes).toBeUndefined()
})

onServer('max_upload_parts: parts grow to be no more', async () => {
  const { fs, at } = await remote({ max_upload_parts: 2 })
  expect((await put(fs, at('two'), randomBytes(11 * MEBIBYTE))).version).toMatch(/-2$/)
  const stream = { repeatable: false, open: () => bytesSource(randomBytes(16 * MEBIBYTE)).open() }
  await expect(fs.put(at('stream'), stream)).rejects.toThrow('can have 2 parts: set "chunk_size" higher')
})

onServer('no_head: an answer without an ETag is left as it is', async () => {
  const { fs, at } = await remote({ no_head: true })
  const bytes = randomBytes(6 * MEBIBYTE)
  expect(await put(fs, at('parts'), bytes)).toMatchObject({ size: bytes.byteLength, hashes: { md5: md5(bytes) } })
})

onServer('leave_parts_on_error, cleanUp, list-multipart-uploads, cleanup: parts that stay, and how they go', async () => {
  const { fs, plain, bucket, at } = await remote({ leave_parts_on_error: true })
  const failing = {
    size: 12 * MEBIBYTE,
    repeatable: true,
    open: async function* () {
      yield randomBytes(SMALLEST)
      throw new Error('the source broke')
    },
  }
  await expect(fs.put(at('dir/left'), failing)).rejects.toThrow('the source broke')
  const run = (name: string, path: FsPath, named = {}) => fs.command?.(path, name, [], { named })
  expect(await run('list-multipart-uploads', at('dir'))).toMatchObject({ [bucket]: [{ Key: 'dir/left' }] })
  expect(await run('list-multipart-uploads', at('other'))).toEqual({ [bucket]: [] })
  await fs.cleanUp?.({ directory: fsPath(bucket) }) // it is too young
  expect((await plain.listMultipartUploads({ Bucket: bucket })).Uploads).toHaveLength(1)
  await run('cleanup', at('other'), { 'max-age': '0s' })
  expect((await plain.listMultipartUploads({ Bucket: bucket })).Uploads).toHaveLength(1)
  await run('cleanup', fsPath(bucket), { 'max-age': '0s' })
  expect((await plain.listMultipartUploads({ Bucket: bucket })).Uploads ?? []).toEqual([])
})

onServer('copy_cutoff: a copy in parts keeps headers, metadata, tags and hash', async () => {
  const { fs, plain, bucket, at } = await remote({ copy_cutoff: SMALLEST, upload_cutoff: 20 * MEBIBYTE })
  const bytes = randomBytes(12 * MEBIBYTE)
  const metadata = { color: 'blue', 'cache-control': 'no-cache', 'content-disposition': 'attachment', 'content-language': 'en' }
  const object = await put(fs, at('from'), bytes, { mimeType: 'text/x-large', metadata })
  const Tagging = { TagSet: [{ Key: 'a b', Value: 'c&d' }] }
  await plain.putObjectTagging({ Bucket: bucket, Key: 'from', Tagging })
  const copied = await fs.copy?.(object, at('to'))
  expect(copied).toMatchObject({ size: bytes.byteLength, modTime: object.modTime, mimeType: 'text/x-large', hashes: { md5: md5(bytes) } })
  expect(copied?.version).toMatch(/-3$/)
  expect(await fs.metadata?.(copied as FsObject)).toMatchObject({ ...metadata, mtime: '2020-09-13T12:26:40.123456789Z', tier: 'STANDARD' })
  expect((await plain.getObjectTagging({ Bucket: bucket, Key: 'to' })).TagSet).toEqual(Tagging.TagSet)
  const touched = await fs.setModTime?.(copied as FsObject, 5n)
  expect(touched).toMatchObject({ modTime: 5n, hashes: { md5: md5(bytes) }, mimeType: 'text/x-large' })
  expect(md5(await readAll(fs.open(touched as FsObject)))).toBe(md5(bytes))
  expect((await plain.listMultipartUploads({ Bucket: bucket })).Uploads ?? []).toEqual([])
})

onServer('setModTime and setMetadata keep all else, metadata comes back as it was', async () => {
  const { fs, plain, bucket, at } = await remote()
  const head = {
    CacheControl: 'no-cache',
    ContentEncoding: 'x-own',
    ContentDisposition: 'inline',
    ContentLanguage: 'de',
    ContentType: 'text/x-own',
  }
  const Expires = new Date('2031-01-02T03:04:05Z')
  await plain.putObject({ Bucket: bucket, Key: 'k', Body: Buffer.from('text'), ...head, Expires, Metadata: { own: 'é' }, Tagging: 'a=b' })
  const object = await fs.stat(at('k'))
  await fs.setModTime?.(object, 1_500_000_000_500_000_000n)
  const after = await plain.headObject({ Bucket: bucket, Key: 'k' })
  expect(after).toMatchObject({ ...head, ExpiresString: Expires.toUTCString() })
  expect(after.Metadata).toMatchObject({ mtime: '1500000000.5' })
  expect((await plain.getObjectTagging({ Bucket: bucket, Key: 'k' })).TagSet).toEqual([{ Key: 'a', Value: 'b' }])

  await fs.setMetadata?.(object, { color: 'red', 'cache-control': 'max-age=5' })
  const told = await fs.metadata?.(object)
  const expected = {
    color: 'red',
    'cache-control': 'max-age=5',
    'content-encoding': 'x-own',
    'content-disposition': 'inline',
    'content-language': 'de',
    'content-type': 'text/x-own',
    mtime: '2017-07-14T02:40:00.5Z',
    tier: 'STANDARD',
  }
  expect(told).toEqual({ ...expected, btime: expect.stringMatching(/^20\d\d-/) })
  const again = await fs.put(at('copy'), bytesSource(Buffer.from('text')), { metadata: told ?? {} })
  expect(await fs.metadata?.(again)).toEqual({ ...expected, btime: expect.any(String) })
  await expect(fs.setMetadata?.(object, { bad: 'a\nb' })).rejects.toThrow('cannot keep the metadata "bad"')
})

onServer('storage_class, setTier: an object in another class', async () => {
  const { fs, at } = await remote({ storage_class: 'STANDARD' })
  const object = await put(fs, at('k'), 'x')
  expect((await fs.setTier?.(object, 'STANDARD'))?.tier).toBe('STANDARD')
  await expect(fs.setTier?.(object, 'NO_SUCH_CLASS')).rejects.toThrow('the service refused (InvalidArgument)')
})

onServer('directory_markers: empty directories that last', async () => {
  const { fs, plain, bucket, at } = await remote({ directory_markers: true })
  expect(fs.features.realDirectories).toBe(true)
  await fs.mkdir(at('a/b'))
  expect(await names(fs, fsPath(bucket))).toEqual(['directory a', 'directory a/b'])
  await put(fs, at('c/d/file'), 'x')
  await fs.remove({ kind: 'object', path: at('c/d/file') })
  expect((await plain.listObjectsV2({ Bucket: bucket })).Contents?.map(({ Key }) => Key)).toEqual(['a/', 'a/b/', 'c/', 'c/d/'])
  expect(await failure(fs.stat(at('a')))).toBe('is-directory')
  expect(await failure(fs.rmdir(at('a')))).toBe('not-empty')
  await fs.rmdir(at('a/b'))
  expect(await failure(fs.rmdir(at('a/b')))).toBe('not-found')
  expect(await failure(names(fs, at('a/b')))).toBe('not-found')
  // No page, not even an empty one, says that there is something.
  expect(await failure(fs.list(at('a/b'))[Symbol.asyncIterator]().next())).toBe('not-found')
  expect(await names(fs, at('a'))).toEqual([])
})

onServer('versions, version_at, version_deleted, versioning, cleanup-hidden: what there was', async () => {
  const { fs, bucket, at } = await remote({ list_chunk: 2 })
  const run = (name: string, ...args: string[]) => fs.command?.(fsPath(bucket), name, args, { named: {} })
  expect(await run('versioning')).toBe('Unversioned')
  expect(await run('versioning', 'Enabled')).toBe('Enabled')
  await put(fs, at('dir/a.txt'), 'first')
  await put(fs, at('gone'), 'old')
  await new Promise((resolve) => setTimeout(resolve, 1100))
  const between = new Date().toISOString()
  await new Promise((resolve) => setTimeout(resolve, 1100))
  await put(fs, at('dir/a.txt'), 'second!')
  await put(fs, at('dir/b'), 'new')
  await fs.remove({ kind: 'object', path: at('gone') })

  const past = (await remote({ version_at: between, list_chunk: 2 }, bucket)).fs
  expect(await names(past, fsPath(bucket))).toEqual(['object dir/a.txt', 'object gone'])
  expect(await textOf(past, await past.stat(at('dir/a.txt')))).toBe('first')
  expect(await failure(past.stat(at('dir/b')))).toBe('not-found')
  expect(await failure(put(past, at('x'), 'x'))).toBe('unsupported')
  expect(past.copy).toBeUndefined()

  const all = (await remote({ versions: true, list_chunk: 2 }, bucket)).fs
  expect(all.features.listingOrder).toBe('none')
  const shown = (await names(all, fsPath(bucket))).sort()
  expect(shown.map((name) => name.replace(/-v\d{4}-\d\d-\d\d-\d{6}-\d{3}/, '-vTIME'))).toEqual([
    'object dir/a-vTIME.txt',
    'object dir/a.txt',
    'object dir/b',
    'object gone-vTIME',
  ])
  const old = await all.stat(at((shown[0] ?? '').replace('object ', '')))
  expect(old).toMatchObject({ size: 5, hashes: { md5: md5(Buffer.from('first')) }, modTime: 1_600_000_000_123_456_789n })
  expect(await textOf(all, old)).toBe('first')
  for await (const page of all.list(at('dir'))) {
    for (const entry of page) if (entry.kind === 'object') expect(await textOf(all, entry)).toHaveLength(entry.size ?? -1)
  }
  const deleted = (await remote({ versions: true, version_deleted: true }, bucket)).fs
  expect((await names(deleted, fsPath(bucket))).filter((name) => name.startsWith('object gone'))).toHaveLength(2)

  await run('cleanup-hidden')
  expect((await names(deleted, fsPath(bucket))).sort()).toEqual(['object dir/a.txt', 'object dir/b'])
  expect(await run('versioning', 'Suspended')).toBe('Suspended')
})

onServer('object_lock_*, bucket_object_lock_enabled, bypass_governance_retention: objects that stay', async () => {
  const lock = { object_lock_mode: 'GOVERNANCE', object_lock_retain_until_date: '1d', object_lock_legal_hold_status: 'OFF' }
  const { fs, plain, bucket, at } = await remote({ bucket_object_lock_enabled: true, ...lock })
  await put(fs, at('kept'), 'x')
  const { VersionId } = await plain.headObject({ Bucket: bucket, Key: 'kept' })
  const { Retention } = await plain.getObjectRetention({ Bucket: bucket, Key: 'kept' })
  expect(Retention?.Mode).toBe('GOVERNANCE')
  expect(Math.abs((Retention?.RetainUntilDate?.getTime() ?? 0) - Date.now() - 24 * 3600_000)).toBeLessThan(3600_000)
  await fs.remove({ kind: 'object', path: at('kept') })
  const version = { Bucket: bucket, Key: 'kept', VersionId }
  await expect(plain.deleteObject(version)).rejects.toThrow()
  await plain.deleteObject({ ...version, BypassGovernanceRetention: true })
  const bypassing = (await remote({ bypass_governance_retention: true }, bucket)).fs
  await put(bypassing, at('other'), 'x')
  await bypassing.remove({ kind: 'object', path: at('other') })
})

onServer('decompress: what was stored compressed is read as it was', async () => {
  const { fs, plain, bucket, at } = await remote()
  const text = 'again and again '.repeat(10_000)
  await plain.putObject({ Bucket: bucket, Key: 'k.txt', Body: gzipSync(text), ContentEncoding: 'gzip' })
  await plain.putObject({ Bucket: bucket, Key: 'plain', Body: text })
  await plain.putObject({ Bucket: bucket, Key: 'broken', Body: gzipSync(text).subarray(0, 100), ContentEncoding: 'gzip' })
  expect(await textOf(fs, await fs.stat(at('k.txt')))).not.toBe(text)
  const unpacking = (await remote({ decompress: true }, bucket)).fs
  const object = await unpacking.stat(at('k.txt'))
  expect(object.size).toBeUndefined()
  expect(object.hashes).toBeUndefined()
  expect(await textOf(unpacking, object)).toBe(text)
  const range = async (range: { start: number; end?: number } | { last: number }) =>
    Buffer.from(await readAll(unpacking.open(object, { range }))).toString()
  expect(await range({ start: 16, end: 21 })).toBe('again')
  expect(await range({ last: 6 })).toBe('again ')
  expect(await range({ start: 1_000_000 })).toBe('')
  expect(await textOf(unpacking, await unpacking.stat(at('plain')))).toBe(text)
  expect(await failure(textOf(unpacking, await unpacking.stat(at('broken'))))).toBe('mismatch')
})

onServer.each(['us-east-1', 'other-v2-signature'])('publicLink, region %s: anybody reads it until it expires', async (region) => {
  const { fs, at, logged } = await remote({ region })
  const name = 'dir/a b+c&d?é.txt'
  await put(fs, at(name), 'for all')
  const link = (await fs.publicLink?.(at(name), { expiry: 60_000 })) ?? ''
  expect(await (await fetch(link)).text()).toBe('for all')
  expect((await fetch(link.replace(/Signature=.../, 'Signature=abc'))).status).toBe(403)
  expect((await fetch((await fs.publicLink?.(at(name))) ?? '')).status).toBe(200)
  expect(await failure(fs.publicLink?.(at('missing')) ?? Promise.resolve())).toBe('not-found')
  await fs.publicLink?.(at(name), { expiry: 30 * 24 * 3600_000 })
  expect(logged.some((line) => line.includes('7 days'))).toBe(region === 'us-east-1')
})

onServer('v2_auth, use_unsigned_payload, requester_pays, list_version, list_url_encode, sse: requests that the service takes', async () => {
  const each: Changes[] = [
    { v2_auth: true },
    { use_unsigned_payload: true },
    { requester_pays: true },
    { list_version: 1, list_url_encode: false },
    { list_version: 2, list_chunk: 1, list_url_encode: true },
    { use_multipart_etag: false },
    { sdk_only: true },
  ]
  for (const changes of each) {
    const { fs, bucket, at } = await remote(changes)
    await put(fs, at('a b'), 'x')
    await put(fs, at('c/d'), 'x')
    expect(await names(fs, fsPath(bucket))).toEqual(['object a b', 'object c/d'])
    expect(await textOf(fs, await fs.stat(at('a b')))).toBe('x')
  }
})

onServer('no_check_bucket: no bucket is made', async () => {
  const { fs, at } = await remote({ no_check_bucket: true })
  expect(await failure(put(fs, at('k'), 'x'))).toBe('not-found')
})

test.skipIf(tls.endpoint === undefined)('sse_customer_*: who has the key reads it, by either client', async () => {
  const key = randomBytes(32)
  const secure = { endpoint: tls.endpoint ?? '', sse_customer_key_base64: key.toString('base64') }
  const { fs, bucket, at } = await remote(secure)
  const bytes = randomBytes(6 * MEBIBYTE)
  const [small, large] = [await put(fs, at('small'), 'secret'), await put(fs, at('large'), bytes)]
  const given = { endpoint: tls.endpoint ?? '', sse_customer_key: 'x'.repeat(32) }
  const [other, sdk] = [(await remote(given, bucket)).fs, (await remote({ ...secure, sdk_only: true }, bucket)).fs]
  for (const one of [fs, sdk]) {
    expect(await one.stat(at('small'))).toMatchObject({ size: 6, hashes: { md5: md5(Buffer.from('secret')) } })
    expect(await textOf(one, small)).toBe('secret')
    expect(md5(await readAll(one.open(large)))).toBe(md5(bytes))
    // Ceph does not copy what is encrypted by such a key: core then copies it through this machine.
    expect(await failure(one.copy?.(small, at('copied')) ?? Promise.resolve())).toBe('unsupported')
    for await (const page of one.list(fsPath(bucket))) for (const entry of page) expect(entry).not.toHaveProperty('hashes')
  }
  expect(await failure(textOf(other, small))).not.toBe('none')
  expect(await failure(fs.publicLink?.(at('small')) ?? Promise.resolve())).toBe('unsupported')
  expect(() => settingsOf(withDefaults(OPTIONS, { ...keys, ...given, endpoint: 'http://localhost' }), 'work')).toThrow(
    'needs an https endpoint',
  )
})
