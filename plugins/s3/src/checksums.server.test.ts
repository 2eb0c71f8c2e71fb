import { randomBytes } from 'node:crypto'
import type { S3 } from '@aws-sdk/client-s3'
import { type CheckVerdict, check, type OptionInput, subdirectory, withDefaults } from '@tranship/core'
import { type ByteSource, bytesSource, createHasher, type Fs, type FsPath, fsPath, plainContext, readAll } from '@tranship/core/backend'
import { expect, test } from 'vitest'
import { createSession } from './client/session.js'
import { settingsOf } from './client/settings.js'
import { OPTIONS } from './options.js'
import { createS3Fs } from './s3-fs.js'

/* Checksums besides MD5, on the Versity gateway: it compares and keeps them as AWS does. */

const { env } = process
const endpoint = env.TRANSHIP_TEST_VERSITYGW_ENDPOINT
const onServer = test.skipIf(endpoint === undefined)
if (endpoint === undefined) console.warn('skipped: checksums of s3, since TRANSHIP_TEST_VERSITYGW_ENDPOINT is not set')

type Changes = OptionInput<typeof OPTIONS>
const context = plainContext({ enter: async () => ({ done: () => {}, refused: () => {}, failed: () => {} }) })
const settingsFor = (changes: Changes) =>
  settingsOf(
    withDefaults(OPTIONS, {
      ...{ provider: 'AWS', force_path_style: true, endpoint: endpoint ?? '' },
      access_key_id: env.TRANSHIP_TEST_VERSITYGW_ACCESS_KEY ?? '',
      secret_access_key: env.TRANSHIP_TEST_VERSITYGW_SECRET_KEY ?? '',
      ...changes,
    } as Changes),
    'work',
  )

interface Remote {
  readonly fs: Fs
  readonly plain: S3
  readonly bucket: string
  at(name: string): FsPath
  /** What the service tells of the checksums of an object. */
  kept(Key: string): Promise<Readonly<Record<string, string>>>
}

async function remote(changes: Changes = {}): Promise<Remote> {
  const bucket = `tranship-${randomBytes(5).toString('hex')}`
  const fs = createS3Fs(settingsFor(changes), context)
  await fs.mkdir(fsPath(bucket))
  const plain = await createSession(settingsFor({ sdk_only: true }), context).client()
  const kept = async (Key: string) => {
    const head = await plain.headObject({ Bucket: bucket, Key, ChecksumMode: 'ENABLED' })
    return Object.fromEntries(Object.entries(head).filter(([name]) => name.startsWith('Checksum')))
  }
  return { fs, plain, bucket, at: (name) => fsPath(`${bucket}/${name}`), kept }
}

const digestOf = (bytes: Uint8Array, name: string): string | undefined => {
  const hasher = createHasher([name])
  hasher.update(bytes)
  return hasher.digests()[name]
}
const SMALL = Buffer.from('small')
const LARGE = randomBytes(11 * 1024 ** 2)
const MEMBERS = { crc32: 'CRC32', crc32c: 'CRC32C', crc64nvme: 'CRC64NVME', sha1: 'SHA1', sha256: 'SHA256' } as const

onServer.each(Object.keys(MEMBERS).flatMap((name) => [false, true].map((sdkOnly) => [name as keyof typeof MEMBERS, sdkOnly] as const)))(
  'checksum_algorithm: %s is written, kept and told (by the SDK alone: %s)',
  async (name, sdk_only) => {
    const { fs, at, kept } = await remote({ checksum_algorithm: MEMBERS[name], sdk_only, disable_checksum: true })
    const isWhole = name.startsWith('crc')
    const small = await fs.put(at('small'), bytesSource(SMALL))
    expect(small.hashes?.[name]).toBe(digestOf(SMALL, name))
    expect((await fs.stat(at('small'))).hashes?.[name]).toBe(digestOf(SMALL, name))
    const large = await fs.put(at('large'), bytesSource(LARGE))
    expect(large.hashes).toEqual(isWhole ? { [name]: digestOf(LARGE, name) } : undefined)
    expect((await fs.stat(at('large'))).hashes).toEqual(large.hashes)
    const told = await kept('large')
    expect(told.ChecksumType).toBe(isWhole ? 'FULL_OBJECT' : 'COMPOSITE')
    if (!isWhole) expect(told[`Checksum${MEMBERS[name]}`]).toMatch(/-3$/)
    expect(LARGE.equals(await readAll(fs.open({ kind: 'object', path: at('large') })))).toBe(true)
  },
)

onServer('by default: SHA-256 of one request, CRC-64/NVME of parts, of a stream too', async () => {
  const { fs, at, kept } = await remote()
  await fs.put(at('small'), bytesSource(SMALL))
  await fs.put(at('large'), { repeatable: true, open: () => bytesSource(LARGE).open() })
  expect(Object.keys(await kept('small'))).toContain('ChecksumSHA256')
  expect((await fs.stat(at('large'))).hashes).toEqual({ crc64nvme: digestOf(LARGE, 'crc64nvme') })
  expect(await fs.hash?.({ kind: 'object', path: at('large') }, 'crc64nvme')).toBe(digestOf(LARGE, 'crc64nvme'))
  expect(await fs.hash?.({ kind: 'object', path: at('large') }, 'sha256')).toBeUndefined()
})

onServer.each([
  ['a provider that nobody knows', { provider: 'Other' }],
  ['use_data_integrity_protections: false', { use_data_integrity_protections: false, checksum_algorithm: 'CRC32C' }],
] as const)('none is sent or asked for: %s', async (_why, changes) => {
  const { fs, at, plain, bucket } = await remote(changes as Changes)
  await fs.put(at('large'), bytesSource(LARGE))
  expect(fs.features.hashes).toEqual(['md5'])
  await plain.putObject({ Bucket: bucket, Key: 'other', Body: 'x', ChecksumAlgorithm: 'CRC32C' })
  expect(Object.keys((await fs.stat(at('other'))).hashes ?? {})).toEqual(['md5'])
})

onServer('use_data_integrity_protections: true, for a provider that nobody knows', async () => {
  const { fs, at } = await remote({ provider: 'Other', use_data_integrity_protections: true })
  const { hashes } = await fs.put(at('large'), bytesSource(LARGE))
  expect(hashes?.crc64nvme).toBe(digestOf(LARGE, 'crc64nvme'))
})

onServer.each([false, true])(
  'an upload that goes on has the checksum of the whole all the same (by the SDK alone: %s)',
  async (sdk_only) => {
    const { fs, at, kept, plain, bucket } = await remote({ upload_concurrency: 1, sdk_only })
    let state: string | undefined
    const checkpoint = {
      load: () => state,
      save: (text: string) => {
        state = text
      },
    }
    const cutOff: ByteSource = {
      ...bytesSource(LARGE),
      open: async function* (range) {
        for await (const chunk of bytesSource(LARGE).open(range)) yield chunk.subarray(0, 6 * 1024 ** 2)
        throw new Error('cut off')
      },
    }
    await expect(fs.put(at('k'), cutOff, { checkpoint })).rejects.toThrow('cut off')
    const { Uploads: [upload] = [] } = await plain.listMultipartUploads({ Bucket: bucket })
    const { Parts = [] } = await plain.listParts({ Bucket: bucket, Key: 'k', UploadId: upload?.UploadId })
    expect(Parts.map(({ PartNumber }) => PartNumber)).toEqual([1])
    await fs.put(at('k'), bytesSource(LARGE), { checkpoint })
    expect((await plain.listMultipartUploads({ Bucket: bucket })).Uploads ?? []).toEqual([])
    expect(Buffer.from((await kept('k')).ChecksumCRC64NVME ?? '', 'base64').toString('hex')).toBe(digestOf(LARGE, 'crc64nvme'))
  },
)

onServer('check compares what has no MD5 by the checksum that it has', async () => {
  const [ours, theirs] = [await remote(), await remote({ disable_checksum: true })]
  for (const { fs, at } of [ours, theirs]) await fs.put(at('same'), bytesSource(LARGE))
  await ours.fs.put(ours.at('other'), bytesSource(LARGE))
  await theirs.fs.put(theirs.at('other'), bytesSource(LARGE.toReversed()))
  const verdicts: CheckVerdict[] = []
  const [left, right] = [ours, theirs].map(({ fs, bucket }) => subdirectory(fs, fsPath(bucket))) as [Fs, Fs]
  await check(left, right, { report: (verdict) => void verdicts.push(verdict) })
  expect(verdicts.sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
    { is: 'different', path: 'other', why: 'hash' },
    { is: 'same', path: 'same', unhashed: false },
  ])
})

onServer.each([0, 5, 11 * 1024 ** 2])('upload_cutoff 0, by the SDK alone: %i bytes', async (size) => {
  const { fs, at } = await remote({ upload_cutoff: 0, sdk_only: true })
  await fs.put(at('k'), bytesSource(LARGE.subarray(0, size)))
  expect((await fs.stat(at('k'))).size).toBe(size)
})
