import { createHash, randomBytes } from 'node:crypto'
import { type OptionInput, withDefaults } from '@tranship/core'
import { bytesSource, type Fs, type FsObject, type FsPath, fsPath, isFsError, plainContext } from '@tranship/core/backend'
import { expect, test } from 'vitest'
import { createSession } from './client/session.js'
import { settingsOf } from './client/settings.js'
import { OPTIONS } from './options.js'
import { createS3Fs } from './s3-fs.js'

/* What the Versity gateway has and Ceph 16 has not: checksums, conditions on all writes, object locks that hold. */

const { env } = process
const endpoint = env.TRANSHIP_TEST_VERSITYGW_ENDPOINT
const onServer = test.skipIf(endpoint === undefined)
if (endpoint === undefined) console.warn('skipped: s3 on a Versity gateway, since TRANSHIP_TEST_VERSITYGW_ENDPOINT is not set')

type Changes = OptionInput<typeof OPTIONS>
const context = plainContext({ enter: async () => ({ done: () => {}, refused: () => {}, failed: () => {} }) })

/** Taken for AWS, as far as it is like it. */
const settingsFor = (changes: Changes) =>
  settingsOf(
    withDefaults(OPTIONS, {
      provider: 'AWS',
      force_path_style: true,
      endpoint: endpoint ?? '',
      access_key_id: env.TRANSHIP_TEST_VERSITYGW_ACCESS_KEY ?? '',
      secret_access_key: env.TRANSHIP_TEST_VERSITYGW_SECRET_KEY ?? '',
      ...changes,
    } as Changes),
    'work',
  )

async function remote(changes: Changes = {}): Promise<{ readonly fs: Fs; readonly bucket: string; at(name: string): FsPath }> {
  const bucket = `tranship-${randomBytes(5).toString('hex')}`
  const fs = createS3Fs(settingsFor(changes), context)
  await fs.mkdir(fsPath(bucket))
  return { fs, bucket, at: (name) => fsPath(`${bucket}/${name}`) }
}
const put = (fs: Fs, path: FsPath, text: string, options = {}) => fs.put(path, bytesSource(Buffer.from(text)), options)
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: Error) => (isFsError(error) ? error.kind : String(error)),
  )

onServer.each([false, true])('the SHA-256 goes along, is kept, and told (by the SDK alone: %s)', async (sdk_only) => {
  const { fs, bucket, at } = await remote({ sdk_only })
  const object = await put(fs, at('k'), 'hello')
  expect(fs.features.hashes).toContain('sha256')
  expect(await fs.hash?.(object, 'sha256')).toBe(sha256('hello'))
  const plain = await createSession(settingsFor({ sdk_only: true }), context).client()
  const { ChecksumSHA256 } = await plain.headObject({ Bucket: bucket, Key: 'k', ChecksumMode: 'ENABLED' })
  expect(Buffer.from(ChecksumSHA256 ?? '', 'base64').toString('hex')).toBe(sha256('hello'))
  await plain.putObject({ Bucket: bucket, Key: 'other', Body: 'x', ChecksumAlgorithm: 'CRC32' })
  expect(await fs.hash?.(await fs.stat(at('other')), 'sha256')).toBeUndefined()
  const wrong = { Bucket: bucket, Key: 'bad', Body: Buffer.from('x'), ChecksumSHA256: Buffer.alloc(32).toString('base64') }
  await expect(plain.putObject(wrong)).rejects.toThrow()
  const unknown = createS3Fs(settingsFor({ provider: 'Other' }), context)
  expect(unknown.features.hashes).toEqual(['md5'])
  expect(await unknown.hash?.(await put(unknown, at('plain'), 'x'), 'sha256')).toBeUndefined()
  expect((await plain.headObject({ Bucket: bucket, Key: 'plain', ChecksumMode: 'ENABLED' })).ChecksumSHA256).toBeUndefined()
})

onServer('conditions hold for a put in one request, for one in parts, and for remove', async () => {
  const { fs, at } = await remote()
  const first = await put(fs, at('k'), 'first', { replaces: 'nothing' })
  expect(await failure(put(fs, at('k'), 'again', { replaces: 'nothing' }))).toBe('precondition-failed')
  const second = await put(fs, at('k'), 'second', { replaces: first })
  expect(await failure(put(fs, at('k'), 'third', { replaces: first }))).toBe('precondition-failed')
  const large = { size: 6 * 1024 ** 2, repeatable: true, open: () => bytesSource(randomBytes(6 * 1024 ** 2)).open() }
  expect(await failure(fs.put(at('k'), large, { replaces: 'nothing' }))).toBe('precondition-failed')
  expect(await failure(fs.remove(first))).toBe('precondition-failed')
  await fs.remove(second)
  expect(await failure(fs.remove({ kind: 'object', path: at('k') }))).toBe('not-found')
})

onServer('a lock that holds, and who may bypass it', async () => {
  const lock = { object_lock_mode: 'GOVERNANCE', object_lock_retain_until_date: '1h', bucket_object_lock_enabled: true }
  const { fs, bucket, at } = await remote(lock)
  const object: FsObject = await put(fs, at('kept'), 'x')
  const plain = await createSession(settingsFor({ sdk_only: true }), context).client()
  const { VersionId, ObjectLockMode } = await plain.headObject({ Bucket: bucket, Key: 'kept' })
  expect(ObjectLockMode).toBe('GOVERNANCE')
  await fs.setModTime?.(object, 5n)
  expect((await plain.headObject({ Bucket: bucket, Key: 'kept' })).ObjectLockMode).toBe('GOVERNANCE')
  await expect(plain.deleteObject({ Bucket: bucket, Key: 'kept', VersionId })).rejects.toThrow()
  await plain.deleteObject({ Bucket: bucket, Key: 'kept', VersionId, BypassGovernanceRetention: true })
})
