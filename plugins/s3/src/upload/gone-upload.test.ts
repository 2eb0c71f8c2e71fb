import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { withDefaults } from '@tranship/core'
import { bytesSource, type Checkpoint, fsPath, plainContext } from '@tranship/core/backend'
import { afterEach, expect, test } from 'vitest'
import s3 from '../index.js'
import { OPTIONS } from '../options.js'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const MEBIBYTE = 1024 ** 2
const path = fsPath('bucket/large')
const NO_SUCH_KEY = '<Error><Code>NoSuchKey</Code></Error>'

/** A service whose uploads are numbered, and for which those of `gone` are no more, as Ceph says it of one that is completed meanwhile. */
async function serviceWith(gone: ReadonlySet<string>) {
  const requests: string[] = []
  let uploads = 0
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://service')
    const uploadId = searchParams.get('uploadId')
    const what = searchParams.has('uploads') ? 'begin' : uploadId === null ? 'look' : searchParams.has('partNumber') ? 'part' : 'whole'
    requests.push(`${request.method} ${what} ${uploadId ?? ''}`.trim())
    request.resume().on('end', () => {
      if (request.method === 'HEAD') response.writeHead(404).end()
      else if (what === 'begin')
        response.end(`<InitiateMultipartUploadResult><UploadId>${++uploads}</UploadId></InitiateMultipartUploadResult>`)
      else if (what === 'part') response.writeHead(200, { etag: '"00000000000000000000000000000000"' }).end()
      else if (gone.has(uploadId ?? '')) response.writeHead(404).end(NO_SUCH_KEY)
      else response.end('<CompleteMultipartUploadResult><ETag>"x-2"</ETag></CompleteMultipartUploadResult>')
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const options = { access_key_id: 'key', secret_access_key: 'secret', endpoint, no_check_bucket: true, chunk_size: 5 * MEBIBYTE }
  const unlimited = { enter: async () => ({ done: () => {}, refused: () => {}, failed: () => {} }) }
  const context = { ...plainContext(unlimited), retry: { attempts: 2, firstDelay: 1, longestDelay: 1, longestRetryAfter: 1 } }
  return { fs: await s3.open(withDefaults(OPTIONS, options), context), requests }
}

test('an upload that is no more when it is to be completed is no missing object: it may be begun anew', async () => {
  const { fs } = await serviceWith(new Set(['1']))
  await expect(fs.put(path, bytesSource(new Uint8Array(6 * MEBIBYTE)))).rejects.toMatchObject({ kind: 'unavailable', temporary: true })
})

test('what is no more is not gone on with', async () => {
  const { fs, requests } = await serviceWith(new Set(['1']))
  let kept: string | undefined
  const checkpoint: Checkpoint = {
    load: () => kept,
    save: (state) => {
      kept = state
    },
  }
  const put = () => fs.put(path, bytesSource(new Uint8Array(6 * MEBIBYTE)), { checkpoint, modTime: 1n })
  await expect(put()).rejects.toThrow('no longer knows the upload')
  requests.length = 0
  expect(await put()).toMatchObject({ size: 6 * MEBIBYTE })
  expect(requests.filter((request) => /begin|whole/.test(request))).toEqual(
    expect.arrayContaining(['GET whole 1', 'POST begin', 'POST whole 2']),
  )
})
