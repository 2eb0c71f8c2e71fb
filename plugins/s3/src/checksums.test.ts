import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type OptionInput, withDefaults } from '@tranship/core'
import { bytesSource, type Fs, fsPath, plainContext, readAll } from '@tranship/core/backend'
import { expect, onTestFinished, test } from 'vitest'
import { settingsOf } from './client/settings.js'
import { OPTIONS } from './options.js'
import { createS3Fs } from './s3-fs.js'

/* A service that keeps other bytes than it was sent, as its checksums tell. */

const WRONG = Buffer.alloc(8, 1).toString('base64')
const LARGE = Buffer.alloc(6 * 1024 ** 2, 'x')

/** `wrong`: the answers whose checksum is wrong, by their request. */
async function double(wrong: RegExp, changes: OptionInput<typeof OPTIONS> = {}): Promise<{ readonly fs: Fs; readonly heard: string[] }> {
  const heard: string[] = []
  const server = createServer((message, response) => {
    message.resume().on('end', () => {
      const request = `${message.method} ${message.url}`
      heard.push(`${request} ${message.headers['x-amz-checksum-mode'] ?? ''}`.trim())
      const isWrong = wrong.test(request)
      if (/^POST .*\?uploads/.test(request)) {
        response.end('<InitiateMultipartUploadResult><UploadId>U</UploadId></InitiateMultipartUploadResult>')
      } else if (/^POST /.test(request)) {
        const sum = isWrong ? `<ChecksumCRC64NVME>${WRONG}</ChecksumCRC64NVME>` : ''
        response.end(`<CompleteMultipartUploadResult><ETag>"x"</ETag>${sum}</CompleteMultipartUploadResult>`)
      } else {
        response.writeHead(200, { etag: '"x"', ...(isWrong && { 'x-amz-checksum-crc64nvme': WRONG }) })
        response.end(/^GET /.test(request) ? 'bytes' : '')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const keys = { access_key_id: 'key', secret_access_key: 'sesame', endpoint, provider: 'AWS', checksum_algorithm: 'CRC64NVME' }
  const settings = settingsOf(withDefaults(OPTIONS, { ...keys, force_path_style: true, ...changes }), 'work')
  const context = plainContext({ enter: async () => ({ done: () => {}, refused: () => {}, failed: () => {} }) })
  return { fs: createS3Fs(settings, context), heard }
}

const path = fsPath('b/k')

test.each([
  ['one request', /^PUT /, Buffer.from('x')],
  ['a part', /^PUT .*partNumber=2/, LARGE],
  ['all parts together', /^POST .*uploadId/, LARGE],
])('an upload whose checksum is not that of what was sent fails: of %s', async (_what, wrong, bytes) => {
  const { fs } = await double(wrong)
  await expect(fs.put(path, bytesSource(bytes))).rejects.toMatchObject({ kind: 'mismatch' })
  await expect((await double(/never/)).fs.put(path, bytesSource(bytes))).resolves.toMatchObject({ size: bytes.length })
})

test('a body is held to the checksum that comes with it, unless its caller has a hash to hold it to', async () => {
  const { fs, heard } = await double(/^GET /)
  await expect(readAll(fs.open({ kind: 'object', path }))).rejects.toMatchObject({ kind: 'mismatch' })
  expect(heard).toEqual(['GET /b/k ENABLED'])
  expect(String(await readAll(fs.open({ kind: 'object', path, hashes: { md5: 'known' } })))).toBe('bytes')
})

test('where no checksum is wanted none is asked for, and one that is told all the same is not used', async () => {
  const { fs, heard } = await double(/^GET /, { use_data_integrity_protections: false })
  expect(String(await readAll(fs.open({ kind: 'object', path })))).toBe('bytes')
  await fs.stat(path)
  expect(heard).toEqual(['GET /b/k', 'HEAD /b/k'])
})

test('one HEAD for all hashes of an object', async () => {
  const { fs, heard } = await double(/never/)
  const object = { kind: 'object', path } as const
  for (const name of fs.features.hashes) expect(await fs.hash?.(object, name)).toBeUndefined()
  expect(await fs.hash?.(await fs.stat(path), 'crc32')).toBeUndefined()
  expect(heard).toEqual(['HEAD /b/k ENABLED', 'HEAD /b/k ENABLED'])
})
