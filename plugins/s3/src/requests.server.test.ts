import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withDefaults } from '@tranship/core'
import {
  type ByteSource,
  bytesSource,
  type Fs,
  type FsObject,
  type FsPath,
  fsPath,
  type ListAllOptions,
  plainContext,
  readAll,
} from '@tranship/core/backend'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type CountingProxy, startCountingProxy } from '../../../test-integration/harness/counting-proxy.js'
import { settingsOf } from './client/settings.js'
import { OPTIONS } from './options.js'
import { createS3Fs } from './s3-fs.js'

const { TRANSHIP_TEST_S3_ENDPOINT: endpoint, TRANSHIP_TEST_S3_ACCESS_KEY: accessKey, TRANSHIP_TEST_S3_SECRET_KEY: secretKey } = process.env
const hasServer = endpoint !== undefined && accessKey !== undefined && secretKey !== undefined
if (!hasServer) console.warn('skipped: the requests of s3, since TRANSHIP_TEST_S3_ENDPOINT, _ACCESS_KEY and _SECRET_KEY are not set')

const MEBIBYTE = 1024 ** 2

interface Counted {
  readonly fs: Fs
  readonly proxy: CountingProxy
  readonly bucket: FsPath
  at(key: string): FsPath
  put(key: string, text?: string): Promise<FsObject>
}

/** An Fs behind a proxy that counts, and a bucket that goes with the test. */
async function counted(region: string): Promise<Counted> {
  const proxy = await startCountingProxy(endpoint ?? '')
  const keys = { access_key_id: accessKey ?? '', secret_access_key: secretKey ?? '' }
  const context = plainContext({ enter: async () => ({ done: () => {}, refused: () => {}, failed: () => {} }) })
  const settings = settingsOf(withDefaults(OPTIONS, { ...keys, region, endpoint: proxy.endpoint, provider: 'Ceph', list_chunk: 3 }), 'test')
  const fs = createS3Fs(settings, context)
  const bucket = fsPath(`tranship-${randomBytes(5).toString('hex')}`)
  await fs.mkdir(bucket)
  onTestFinished(async () => {
    for await (const page of fs.listAll?.(bucket) ?? []) {
      for await (const { error } of fs.removeMany?.(page.filter((entry) => entry.kind === 'object')) ?? []) expect(error).toBeUndefined()
    }
    await fs.rmdir(bucket)
    await fs.close?.()
  })
  proxy.forget()
  const at = (key: string) => fsPath(`${bucket}/${key}`)
  return { fs, proxy, bucket, at, put: (key, text = key) => fs.put(at(key), bytesSource(Buffer.from(text))) }
}

describe.runIf(hasServer).each(['us-east-1', 'other-v2-signature'])('requests, region %s', (region) => {
  test('of the operations on one object', async () => {
    const { fs, proxy, at, put } = await counted(region)
    const countsOf = async (work: () => Promise<unknown>) => {
      proxy.forget()
      await work()
      return proxy.counts()
    }
    const object = await put('a')
    expect(proxy.counts()).toEqual({ put: 1 })
    expect(await countsOf(() => fs.stat(at('a')))).toEqual({ head: 1 })
    expect(await countsOf(() => readAll(fs.open(object)))).toEqual({ get: 1 })
    expect(await countsOf(async () => fs.copy?.(object, at('b')))).toEqual({ head: 1, copy: 1 })
    expect(await countsOf(async () => fs.setModTime?.(object, 5n))).toEqual({ head: 1, copy: 1 })
    // Ceph 16 does not tell that there was nothing to delete, and holds to no condition: only a HEAD can.
    expect(await countsOf(() => fs.remove(object))).toEqual({ head: 1, delete: 1 })
  })

  test('of many removals: one', async () => {
    const { fs, proxy, put } = await counted(region)
    const objects = await Promise.all(['a', "b & <c> 'd'", 'ü/\u{1f600}', 'e+f %2F'].map((key) => put(key)))
    proxy.forget()
    const answers: string[] = []
    for await (const { object, error } of fs.removeMany?.(objects) ?? []) answers.push(error?.message ?? object.path)
    expect(answers).toEqual(objects.map(({ path }) => path))
    expect(proxy.counts()).toEqual({ 'delete many': 1 })
  })

  test('of a removal of many with a key that no document can name', async () => {
    const { fs, proxy, put } = await counted(region)
    const objects = [await put('a'), await put('b\u0007c')]
    proxy.forget()
    for await (const { error } of fs.removeMany?.(objects) ?? []) expect(error).toBeUndefined()
    expect(proxy.counts()).toEqual({ 'delete many': 1, head: 1, delete: 1 })
  })

  test('of a listing: what is left out is not asked for', async () => {
    const { fs, proxy, bucket, at, put } = await counted(region)
    const names = Array.from({ length: 12 }, (_, index) => `d/${index + 10}`)
    await Promise.all(['a', ...names, 'e'].map((key) => put(key)))
    const keysOf = async (options: ListAllOptions) => {
      proxy.forget()
      const paths: string[] = []
      for await (const page of fs.listAll?.(bucket, options) ?? []) paths.push(...page.map(({ path }) => path.slice(bucket.length + 1)))
      return paths
    }
    expect(await keysOf({})).toHaveLength(14)
    expect(proxy.counts()).toEqual({ list: 5 })
    expect(await keysOf({ after: at('d/19') })).toEqual(['d/20', 'd/21', 'e'])
    expect(proxy.counts()).toEqual({ list: 1 })
    expect(await keysOf({ upTo: at('d/10') })).toEqual(['a', 'd/10'])
    expect(proxy.counts()).toEqual({ list: 1 })
    expect(await keysOf({ enter: () => false })).toEqual(['a', 'e'])
    expect(proxy.counts()).toEqual({ list: 2 })
  })

  test('of a large file, read by workers or not: its parts', async () => {
    const { fs, proxy, at } = await counted(region)
    const folder = await mkdtemp(join(tmpdir(), 'tranship-s3-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const bytes = randomBytes(66 * MEBIBYTE + 1)
    const file = join(folder, 'large')
    writeFileSync(file, bytes)
    const taken: number[] = []
    const transfer = { hashes: [], take: (size: number) => void taken.push(size), sent: () => {} }
    const { whole: _, ...stream } = bytesSource(bytes)
    const sources: Record<string, ByteSource> = { stream, file: { ...stream, file } }
    for (const [name, source] of Object.entries(sources)) {
      proxy.forget()
      const object = await fs.put(at(name), source, { modTime: 7n, transfer })
      expect(proxy.counts()).toEqual({ 'create upload': 1, part: 14, 'complete upload': 1, head: 1 })
      expect(Buffer.from(await readAll(fs.open(object))).equals(bytes)).toBe(true)
    }
    expect(taken.reduce((sum, size) => sum + size, 0)).toBe(bytes.length)
    const changing: ByteSource = { ...stream, file }
    const put = fs.put(at('changed'), changing, { transfer: { ...transfer, take: () => writeFileSync(file, bytes) } })
    await expect(put).rejects.toMatchObject({ kind: 'mismatch' })
    await expect(fs.put(at('gone'), { ...changing, file: `${file}-gone` })).rejects.toMatchObject({ name: 'FsError' })
  })
})
