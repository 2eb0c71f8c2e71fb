import { createHash, randomBytes } from 'node:crypto'
import { withDefaults } from '@tranship/core'
import {
  type ByteSource,
  bytesSource,
  comparePaths,
  type Fs,
  type FsEntry,
  type FsErrorKind,
  type FsObject,
  fsPath,
  isFsError,
  type Limiter,
  orderKey,
  type Page,
  plainContext,
  ROOT,
  readAll,
} from '@tranship/core/backend'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createSession, type Session } from './client/session.js'
import { settingsOf } from './client/settings.js'
import { OPTIONS, type S3Options } from './options.js'
import { createS3Fs } from './s3-fs.js'

const { env } = process
const endpoint = env.TRANSHIP_TEST_S3_ENDPOINT
const accessKey = env.TRANSHIP_TEST_S3_ACCESS_KEY
const secretKey = env.TRANSHIP_TEST_S3_SECRET_KEY
const hasServer = endpoint !== undefined && accessKey !== undefined && secretKey !== undefined
const isRequired = env.CI !== undefined || env.TRANSHIP_REQUIRE_SERVERS === '1'
if (!hasServer && !isRequired) {
  console.warn('skipped: the tests of s3 on a real server, since TRANSHIP_TEST_S3_ENDPOINT, _ACCESS_KEY and _SECRET_KEY are not set')
}
test.runIf(isRequired)('a server to test against is named', () => expect(hasServer).toBe(true))

const MEBIBYTE = 1024 ** 2

interface Opened {
  readonly fs: Fs
  readonly session: Session
  /** Slots that were taken, by what they ended in. */
  readonly slots: string[]
}

/** An Fs on the test server whose limiter checks that each slot is left exactly once. */
function open(changes: Partial<S3Options> = {}): Opened {
  const slots: string[] = []
  const limiter: Limiter = {
    enter: async (use, _bytes, signal) => {
      signal?.throwIfAborted()
      let isLeft = false
      const leave = (how: string) => () => {
        if (isLeft) throw new Error('the slot is left twice')
        isLeft = true
        slots.push(`${use} ${how}`)
      }
      return { done: leave('done'), refused: leave('refused'), failed: leave('failed') }
    },
  }
  const context = plainContext(limiter)
  const keys = { access_key_id: accessKey ?? '', secret_access_key: secretKey ?? '' }
  const settings = settingsOf(withDefaults(OPTIONS, { ...keys, endpoint: endpoint ?? '', provider: 'Ceph', ...changes }), 'test')
  return { fs: createS3Fs(settings, context), session: createSession(settings, context), slots }
}

const seconds = (time: number): bigint => BigInt(time) * 1_000_000_000n
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex')

async function entries(pages: AsyncIterable<Page>): Promise<FsEntry[]> {
  const all: FsEntry[] = []
  for await (const page of pages) all.push(...page)
  return all
}

const paths = async (pages: AsyncIterable<Page>): Promise<string[]> => (await entries(pages)).map((entry) => orderKey(entry))

async function expectError(work: Promise<unknown>, kind: FsErrorKind, message?: RegExp): Promise<void> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(isFsError(error), `${kind} expected, got ${String(error)}`).toBe(true)
  expect(error).toMatchObject({ kind })
  if (message !== undefined) expect((error as Error).message).toMatch(message)
}

/** A source that yields `count` blocks and then does what `end` says. */
function blocks(count: number, size: number, end: () => unknown, declared?: number): ByteSource {
  return {
    repeatable: false,
    ...(declared === undefined ? {} : { size: declared }),
    open: async function* () {
      for (let at = 0; at < count; at++) yield new Uint8Array(size).fill(at)
      await end()
    },
  }
}

const SIGNATURES = { v4: 'us-east-1', v2: 'other-v2-signature' } as const

describe.runIf(hasServer).each(Object.entries(SIGNATURES))('s3 on a real server, signature %s', (signature, region) => {
  const bucket = `tranship-${signature}-${randomBytes(4).toString('hex')}`
  const { fs, session, slots } = open({ region })
  const at = (key: string) => fsPath(`${bucket}/${key}`)
  const put = (key: string, bytes: Uint8Array | string, options = {}) => fs.put(at(key), bytesSource(Buffer.from(bytes)), options)
  const body = async (object: FsObject, options = {}) => Buffer.from(await readAll(fs.open(object, options)))
  const openUploads = async () => (await (await session.client()).listMultipartUploads({ Bucket: bucket })).Uploads ?? []

  beforeAll(async () => {
    await fs.mkdir(fsPath(bucket))
  })

  afterAll(async () => {
    for (const entry of await entries(fs.listAll?.(fsPath(bucket)) ?? fs.list(fsPath(bucket)))) {
      if (entry.kind === 'object') await fs.remove(entry)
      if (entry.kind === 'directory') await fs.rmdir(entry)
    }
    await fs.rmdir(fsPath(bucket))
    await fs.close?.()
    await session.close()
  })

  test('put returns what stat says, one request for one upload', async () => {
    slots.length = 0
    const time = 1354040105_123456789n
    const object = await put('dir/file.txt', 'hello', {
      modTime: time,
      mimeType: 'text/plain',
      metadata: { color: 'blue', 'cache-control': 'no-cache' },
    })
    expect(slots).toEqual(['upload done'])
    expect(object).toEqual({
      kind: 'object',
      path: at('dir/file.txt'),
      size: 5,
      modTime: time,
      mimeType: 'text/plain',
      hashes: { md5: md5(Buffer.from('hello')) },
      tier: 'STANDARD',
      version: md5(Buffer.from('hello')),
    })
    const { lastModified, ...stat } = await fs.stat(at('dir/file.txt'))
    expect(stat).toEqual(object)
    expect(lastModified).toBeGreaterThan(seconds(1_600_000_000))
    const head = await (await session.client()).headObject({ Bucket: bucket, Key: 'dir/file.txt' })
    expect(head.Metadata).toEqual({ color: 'blue', mtime: '1354040105.123456789' })
    expect(head.CacheControl).toBe('no-cache')
  })

  test('times before the epoch and none at all survive', async () => {
    await put('old', 'x', { modTime: -1_500_000_000n })
    expect((await fs.stat(at('old'))).modTime).toBe(-1_500_000_000n)
    const timeless = await put('timeless', 'x')
    expect((await fs.stat(at('timeless'))).modTime).toBe(timeless.modTime)
  })

  test('ranges', async () => {
    const object = await put('ranged', '0123456789')
    const part = async (range: object) => (await body(object, { range })).toString()
    expect(await part({ start: 3 })).toBe('3456789')
    expect(await part({ start: 3, end: 5 })).toBe('34')
    expect(await part({ start: 3, end: 300 })).toBe('3456789')
    expect(await part({ start: 10 })).toBe('')
    expect(await part({ start: 300, end: 400 })).toBe('')
    expect(await part({ start: 4, end: 4 })).toBe('')
    expect(await part({ last: 3 })).toBe('789')
    expect(await part({ last: 30 })).toBe('0123456789')
    expect(await part({ last: 0 })).toBe('')
    const empty = await put('empty', '')
    expect((await body(empty)).length).toBe(0)
    expect((await body(empty, { range: { start: 0 } })).length).toBe(0)
    expect((await body(empty, { range: { last: 5 } })).length).toBe(0)
  })

  test('a body is only that of the version that was meant', async () => {
    const object = await put('changed', 'one')
    await put('changed', 'two')
    await expectError(body(object), 'precondition-failed')
  })

  test('leaving the loop and aborting both end a body', async () => {
    const object = await put('long', new Uint8Array(4 * MEBIBYTE))
    for await (const chunk of fs.open(object)) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
    const controller = new AbortController()
    const reading = async () => {
      for await (const _ of fs.open(object, { signal: controller.signal })) controller.abort('enough')
    }
    await expect(reading()).rejects.toBe('enough')
  })

  test('a condition on what is replaced', async () => {
    const first = await put('held', '1', { replaces: 'nothing' })
    await expectError(put('held', '2', { replaces: 'nothing' }), 'precondition-failed')
    const second = await put('held', '2', { replaces: first })
    await expectError(put('held', '3', { replaces: first }), 'precondition-failed')
    expect((await body(second)).toString()).toBe('2')
  })

  describe('in parts', () => {
    const bytes = randomBytes(12 * MEBIBYTE + 17)

    test('known and unknown sizes', async () => {
      for (const size of [bytes.length, undefined]) {
        const source: ByteSource = { ...bytesSource(bytes), repeatable: false }
        const { whole: _whole, size: _size, ...stream } = source
        const object = await fs.put(at('parts'), size === undefined ? stream : { ...stream, size }, { modTime: 5n, mimeType: 'video/x' })
        const { lastModified: _, ...stat } = await fs.stat(at('parts'))
        expect(object).toEqual(stat)
        expect(object).toMatchObject({
          size: bytes.length,
          modTime: 5n,
          mimeType: 'video/x',
          version: expect.stringMatching(/^[0-9a-f]{32}-3$/),
        })
        expect(md5(await body(object))).toBe(md5(bytes))
      }
    })

    test('a stream that ends within one part is one request', async () => {
      slots.length = 0
      const object = await fs.put(
        at('short-stream'),
        blocks(3, 10, () => {}),
      )
      expect(slots).toEqual(['upload done'])
      expect(object.size).toBe(30)
      expect(object.hashes?.md5).toBeDefined()
    })

    test('conditions hold for parts too', async () => {
      const source = () => blocks(6, MEBIBYTE, () => {})
      const first = await fs.put(at('held-parts'), source(), { replaces: 'nothing' })
      await expectError(fs.put(at('held-parts'), source(), { replaces: 'nothing' }), 'precondition-failed')
      const second = await fs.put(
        at('held-parts'),
        blocks(7, MEBIBYTE, () => {}),
        { replaces: first },
      )
      await expectError(fs.put(at('held-parts'), source(), { replaces: first }), 'precondition-failed')
      expect((await fs.stat(at('held-parts'))).version).toBe(second.version)
      expect(await openUploads()).toEqual([])
    })

    const FAULTS: readonly [string, () => ByteSource, (work: Promise<unknown>) => Promise<unknown>][] = [
      [
        'fails',
        () => blocks(12, MEBIBYTE, () => Promise.reject(new Error('disk')), 20 * MEBIBYTE),
        (work) => expect(work).rejects.toThrow('disk'),
      ],
      ['ends early', () => blocks(12, MEBIBYTE, () => {}, 12 * MEBIBYTE + 1), (work) => expectError(work, 'mismatch')],
      ['runs long', () => blocks(12, MEBIBYTE, () => {}, 12 * MEBIBYTE - 1), (work) => expectError(work, 'mismatch')],
      ['small, ends early', () => blocks(2, 10, () => {}, 21), (work) => expectError(work, 'mismatch')],
      ['small, runs long', () => blocks(2, 10, () => {}, 19), (work) => expectError(work, 'mismatch')],
    ]
    test.each(FAULTS)('a source that %s leaves the old object and no part', async (_name, source, check) => {
      await put('kept', 'old')
      await check(fs.put(at('kept'), source()))
      expect((await body(await fs.stat(at('kept')))).toString()).toBe('old')
      expect(await openUploads()).toEqual([])
    })

    test('an abort at any moment leaves the old object or the new one, and no part', async () => {
      await put('aborted', 'old')
      for (let delay = 0; delay < 60; delay += 4) {
        const controller = new AbortController()
        const timer = setTimeout(() => controller.abort('stop'), delay)
        const outcome = await fs
          .put(
            at('aborted'),
            blocks(12, MEBIBYTE, () => {}, 12 * MEBIBYTE),
            { signal: controller.signal },
          )
          .catch((error) => error)
        clearTimeout(timer)
        if (outcome === 'stop') expect((await fs.stat(at('aborted'))).size).toBeOneOf([3, 12 * MEBIBYTE])
        else expect(outcome.size).toBe(12 * MEBIBYTE)
        expect(await openUploads()).toEqual([])
      }
    })

    test('an abort ends a put whose source never gives another byte', async () => {
      const controller = new AbortController()
      const hanging = blocks(6, MEBIBYTE, () => new Promise(() => setTimeout(() => controller.abort('stop'), 10)))
      await expect(fs.put(at('hanging'), hanging, { signal: controller.signal })).rejects.toBe('stop')
      expect(await openUploads()).toEqual([])
      await expectError(fs.stat(at('hanging')), 'not-found')
    })
  })

  const AWKWARD = [
    'plain',
    ' leading and trailing ',
    'a+b c%2Fd%',
    'a&b?c#d=e;f',
    `quotes"'\`<>[]{}|^\\`,
    'tab\tnewline\nreturn\rbell\u0007del\u007f',
    'é',
    'e\u0301',
    '日本語/😀',
    '\uffff',
    '\u{10000}',
    "!*'()~-_.,:@$",
    'x'.repeat(1000),
    '\u{201b}',
    '\u{201b}.',
    'dots/\u{201b}../x',
    'dots/\u{201b}./x',
    'empty/\u{201b}/x',
    '\u{201b}/x',
  ]

  test('a copy into a bucket that is missing makes it', async () => {
    const object = await put('to be copied', 'text')
    const target = fsPath(`${bucket}-copies/copied`)
    const copied = (await fs.copy?.(object, target)) as FsObject
    expect((await body(copied)).toString()).toBe('text')
    await fs.remove(copied)
    await fs.rmdir(fsPath(`${bucket}-copies`))
  })

  test('awkward keys: put, stat, get, list, copy, set time, remove', async () => {
    const directory = at('awkward')
    for (const name of AWKWARD) {
      const object = await put(`awkward/${name}`, name)
      const copied = await fs.copy?.(object, at(`copies/${name}`))
      expect(copied, name).toMatchObject({ path: at(`copies/${name}`), size: Buffer.byteLength(name) })
      await fs.setModTime?.(copied as FsObject, seconds(77))
      const stat = await fs.stat(at(`copies/${name}`))
      expect(stat.modTime, name).toBe(seconds(77))
      expect((await body(stat)).toString(), name).toBe(name)
    }
    for (const list_version of [1, 2]) {
      for (const list_chunk of [1, 3, 1000]) {
        const other = open({ region, list_version, list_chunk }).fs
        const found = (await entries(other.listAll?.(directory) as AsyncIterable<Page>)).map((entry) => entry.path)
        expect(found.toSorted()).toEqual(AWKWARD.map((name) => `${directory}/${name}`).toSorted())
        const level = new Set(AWKWARD.map((name) => (name.includes('/') ? `${name.split('/')[0]}/` : name)))
        expect((await paths(other.list(directory))).toSorted()).toEqual([...level].map((name) => `${directory}/${name}`).toSorted())
      }
    }
    for (const name of AWKWARD) {
      await fs.remove(await fs.stat(at(`awkward/${name}`)))
      await expectError(fs.stat(at(`awkward/${name}`)), 'not-found')
    }
    expect(await paths(fs.list(directory))).toEqual([])
  })

  test('names that can be no key', async () => {
    const long = 'ü'.repeat(512)
    expect((await put(`${long}`, 'x')).size).toBe(1)
    await expectError(put(`${long}x`, 'x'), 'invalid-path', /1025 bytes.*1024/)
    await expectError(fs.put(fsPath(bucket), bytesSource(Buffer.from('x'))), 'invalid-path')
    await expectError(fs.put(ROOT, bytesSource(Buffer.from('x'))), 'invalid-path')
    await expectError(fs.put(fsPath('\u{201b}../x'), bytesSource(Buffer.from('x'))), 'invalid-path')
  })

  test('listings in path order, page by page', async () => {
    const names = ['a', 'a!', 'a/1', 'a/2', 'a0', 'b/c/d', 'b/e', '\uff61', '\u{1f600}', 'z']
    for (const name of names) await put(`sorted/${name}`, name)
    await (await session.client()).putObject({ Bucket: bucket, Key: 'sorted/marker/', Body: '', ContentLength: 0 })
    await (await session.client()).putObject({ Bucket: bucket, Key: 'sorted/bytes/', Body: 'x' })
    const below = [...names, 'marker/', 'bytes/\u{201b}'].sort(comparePaths).map((name) => `${bucket}/sorted/${name}`)
    const level = ['a', 'a!', 'a/', 'a0', 'b/', 'bytes/', 'marker/', 'z', '\uff61', '\u{1f600}'].map((name) => `${bucket}/sorted/${name}`)
    for (const list_version of [1, 2]) {
      for (const list_chunk of [1, 2, 1000]) {
        const other = open({ region, list_version, list_chunk }).fs
        expect(await paths(other.listAll?.(at('sorted')) as AsyncIterable<Page>)).toEqual(below)
        expect(await paths(other.list(at('sorted')))).toEqual(level)
      }
    }
    expect(await paths(fs.list(at('sorted/marker')))).toEqual([])
    expect(await paths(fs.list(at('sorted/bytes')))).toEqual([`${bucket}/sorted/bytes/\u{201b}`])
    expect(await paths(fs.list(at('nothing-here')))).toEqual([])
  })

  test('a listed object says what a listing knows', async () => {
    const object = await put('listed/one', 'x', { modTime: 1n })
    const [listed] = (await entries(fs.list(at('listed')))) as [FsObject]
    const { modTime: _time, mimeType: _mime, ...known } = object
    expect(listed).toEqual({ ...known, lastModified: expect.any(BigInt) })
    expect(await fs.hash?.(listed, 'md5')).toBe(object.hashes?.md5)
    expect(await fs.hash?.(listed, 'sha1')).toBeUndefined()
  })

  test('the MD5 that rclone keeps of a multipart object', async () => {
    const digest = md5(Buffer.from('abc'))
    const Metadata = { md5chksum: Buffer.from(digest, 'hex').toString('base64') }
    const s3 = await session.client()
    const { UploadId } = await s3.createMultipartUpload({ Bucket: bucket, Key: 'rclone', Metadata })
    const { ETag } = await s3.uploadPart({ Bucket: bucket, Key: 'rclone', UploadId, PartNumber: 1, Body: 'abc' })
    await s3.completeMultipartUpload({ Bucket: bucket, Key: 'rclone', UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } })
    const listed = (await entries(fs.list(fsPath(bucket)))).find((entry) => entry.path === at('rclone')) as FsObject
    expect(listed.hashes).toBeUndefined()
    expect(await fs.hash?.(listed, 'md5')).toBe(digest)
  })

  test('copy keeps what is stored with an object', async () => {
    const source = await put('source', 'abc', {
      modTime: 1_500_000_001n,
      mimeType: 'text/x',
      metadata: { color: 'red', 'content-disposition': 'inline' },
    })
    const copied = await fs.copy?.(source, at('deep/er/target'))
    const { lastModified: _, ...stat } = await fs.stat(at('deep/er/target'))
    expect(copied).toEqual(stat)
    expect(stat).toEqual({ ...source, path: at('deep/er/target') })
    const timed = await fs.copy?.(source, at('timed'), { modTime: seconds(9) })
    expect(timed).toMatchObject({ modTime: seconds(9), mimeType: 'text/x' })
    await fs.setModTime?.(timed as FsObject, seconds(10))
    const head = await (await session.client()).headObject({ Bucket: bucket, Key: 'timed' })
    expect(head).toMatchObject({ Metadata: { color: 'red', mtime: '10' }, ContentDisposition: 'inline', ContentType: 'text/x' })
    slots.length = 0
    expect((await fs.copy?.(source, source.path))?.modTime).toBe(1_500_000_001n)
    expect(slots).toEqual(['request done'])
    await expectError(fs.copy?.({ ...source, path: at('no-such') }, at('x')) as Promise<unknown>, 'not-found')
    const elsewhere = { realm: 's3:elsewhere:', path: '' }
    await expectError(fs.copy?.(source, at('x'), { from: elsewhere }) as Promise<unknown>, 'unsupported')
    const narrowed = await fs.copy?.({ ...source, path: fsPath('source') }, at('narrowed'), { from: { ...fs.place, path: bucket } })
    expect(narrowed?.size).toBe(3)
  })

  test('a copy of an object without a time of its own keeps the time at which it was written', async () => {
    await (await session.client()).putObject({ Bucket: bucket, Key: 'foreign', Body: 'x', ContentType: 'a/b' })
    const foreign = await fs.stat(at('foreign'))
    const copied = await fs.copy?.(foreign, at('foreign-copy'))
    expect(copied).toMatchObject({ modTime: foreign.lastModified, mimeType: 'a/b' })
  })

  test('removing', async () => {
    const object = await put('gone', 'x')
    await fs.remove(object)
    await expectError(fs.remove(object), 'not-found')
    await expectError(fs.stat(at('gone')), 'not-found')
    await expectError(body(object), 'not-found')
  })

  test('buckets and directories', async () => {
    const name = fsPath(`${bucket}-other`)
    expect(await fs.mkdir(name)).toEqual({ kind: 'directory', path: name })
    await fs.mkdir(name)
    await fs.mkdir(fsPath(`${name}/dir`))
    const names = await paths(fs.list(ROOT))
    expect(names).toContain(`${name}/`)
    expect(names).toEqual(names.toSorted(comparePaths))
    const object = await fs.put(fsPath(`${name}/dir/file`), bytesSource(Buffer.from('x')))
    await expectError(fs.rmdir(name), 'not-empty')
    await expectError(fs.rmdir(fsPath(`${name}/dir`)), 'not-empty')
    await fs.remove(object)
    await (await session.client()).putObject({ Bucket: name, Key: 'dir/', Body: '', ContentLength: 0 })
    expect(await entries(fs.listAll?.(name) as AsyncIterable<Page>)).toEqual([{ kind: 'directory', path: `${name}/dir`, id: 'dir/' }])
    await fs.rmdir(fsPath(`${name}/dir`))
    await fs.rmdir(fsPath(`${name}/dir`))
    expect(await paths(fs.list(name))).toEqual([])
    await fs.rmdir(name)
    await expectError(fs.rmdir(name), 'not-found')
    await expectError(fs.rmdir(ROOT), 'invalid-path')
    await expectError(fs.stat(fsPath(bucket)), 'is-directory')
    await expectError(fs.stat(ROOT), 'is-directory')
    await expectError(fs.mkdir(fsPath('_')), 'invalid-path')
  })

  test('a missing bucket', async () => {
    const missing = fsPath(`${bucket}-missing`)
    const inside = fsPath(`${missing}/x`)
    const object = { kind: 'object', path: inside } as const
    await expectError(paths(fs.list(missing)), 'not-found', /no such bucket/)
    await expectError(paths(fs.listAll?.(missing) as AsyncIterable<Page>), 'not-found')
    await expectError(fs.stat(inside), 'not-found')
    await expectError(body(object), 'not-found')
    await expectError(fs.remove(object), 'not-found')
    await expectError(fs.rmdir(inside), 'not-found')
    const { fs: careful } = open({ region, no_check_bucket: true })
    await expectError(careful.put(inside, bytesSource(Buffer.from('x'))), 'not-found')
    const puts = [1, 2, 3].map((n) => fs.put(fsPath(`${missing}/${n}`), bytesSource(Buffer.from('x'))))
    await Promise.all(puts)
    await fs.put(
      fsPath(`${missing}/parts`),
      blocks(6, MEBIBYTE, () => {}),
    )
    for (const entry of await entries(fs.list(missing))) await fs.remove(entry as FsObject)
    await fs.rmdir(missing)
    const big = await fs.put(
      fsPath(`${missing}/parts`),
      blocks(6, MEBIBYTE, () => {}),
    )
    await fs.remove(big)
    await fs.rmdir(missing)
  })

  test('wrong keys', async () => {
    const wrong = open({ region, secret_access_key: 'wrong' }).fs
    const unknown = open({ region, access_key_id: 'UNKNOWN' }).fs
    await put('there', 'x')
    for (const [other, message] of [
      [wrong, /secret_access_key is wrong/],
      [unknown, /does not know this access_key_id/],
    ] as const) {
      await expectError(paths(other.list(ROOT)), 'signed-out', message)
      await expectError(other.stat(at('there')), 'signed-out', message)
      await expectError(other.put(at('there'), bytesSource(Buffer.from('x'))), 'signed-out', message)
      await expectError(other.remove({ kind: 'object', path: at('there') }), 'signed-out', message)
    }
  })

  test('anonymous access is refused where it is not allowed', async () => {
    const { access_key_id: _key, secret_access_key: _secret, ...none } = { access_key_id: '', secret_access_key: '' }
    const context = plainContext({ enter: async () => ({ done: () => {}, refused: () => {}, failed: () => {} }) })
    const anonymous = createS3Fs(settingsOf(withDefaults(OPTIONS, { ...none, endpoint: endpoint ?? '', region }), 'test'), context)
    await expectError(paths(anonymous.list(fsPath(bucket))), 'denied')
    await expectError(anonymous.stat(at('there')), 'denied')
    expect(await paths(anonymous.list(ROOT))).toEqual([])
  })

  test.each([
    [3600, '1 h 0 min ahead of'],
    [-7200, '2 h 0 min behind'],
  ])('a clock that is %d seconds off is named', async (offset, words) => {
    const { fs: other } = open({ region })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + offset * 1000 })
    try {
      await expectError(paths(other.list(ROOT)), 'denied', new RegExp(`clock of this machine is ${words}`))
      await expectError(other.stat(at('there')), 'denied', /clock of this machine/)
    } finally {
      vi.useRealTimers()
    }
  })

  test('another endpoint of nobody', async () => {
    const { fs: other, slots: taken } = open({ region, endpoint: 'http://127.0.0.1:9' })
    await expectError(other.stat(at('x')), 'unavailable', /no answer from 127\.0\.0\.1:9: ECONNREFUSED/)
    expect(taken).toEqual(['request failed'])
  })

  const otherKey = env.TRANSHIP_TEST_S3_OTHER_ACCESS_KEY
  const otherSecret = env.TRANSHIP_TEST_S3_OTHER_SECRET_KEY
  test.runIf(otherKey !== undefined && otherSecret !== undefined)("another account's bucket is denied, and its name is taken", async () => {
    const { fs: other } = open({ region, access_key_id: otherKey ?? '', secret_access_key: otherSecret ?? '' })
    await put('there', 'x')
    await expectError(paths(other.list(fsPath(bucket))), 'denied')
    await expectError(other.stat(at('there')), 'denied')
    await expectError(other.put(at('there'), bytesSource(Buffer.from('x'))), 'denied')
    await expectError(other.mkdir(fsPath(bucket)), 'already-exists', /another account/)
    expect(other.place.realm).not.toBe(fs.place.realm)
  })
})
