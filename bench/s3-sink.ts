/**
 * A service that keeps nothing but what it must answer: run as `node bench/s3-sink.ts KEYS`, it prints its endpoint. It takes every
 * request as signed, answers uploads with their ETags and lists KEYS made-up keys in buckets whose names end in "-keys", so that clients can be compared on a
 * machine whose storage would be the slowest part.
 */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const KEYS = Number(process.argv[2] ?? 0)
const PAGE = 1000
const DATE = '2026-01-02T03:04:05.678Z'

interface Stored {
  readonly etag: string
  readonly size: number
  readonly headers: Readonly<Record<string, string>>
}

const objects = new Map<string, Stored>()
const uploads = new Map<string, { readonly headers: Stored['headers']; readonly parts: Map<number, { md5: Buffer; size: number }> }>()

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy())
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sink')
  const hash = createHash('md5')
  let size = 0
  for await (const chunk of request) {
    hash.update(chunk)
    size += chunk.byteLength
  }
  const md5 = hash.digest()
  const isObject = pathname.indexOf('/', 1) > 0 && !pathname.endsWith('/')
  const upload = uploads.get(searchParams.get('uploadId') ?? '')
  if (!isObject) return answerForBucket(request.method ?? '', pathname, searchParams, response)

  switch (request.method) {
    case 'PUT': {
      if (upload !== undefined) upload.parts.set(Number(searchParams.get('partNumber')), { md5, size })
      else objects.set(pathname, { etag: md5.toString('hex'), size, headers: metadataOf(request) })
      response.writeHead(200, { etag: `"${md5.toString('hex')}"` }).end()
      return
    }
    case 'POST': {
      if (upload === undefined) {
        const id = String(uploads.size + 1)
        uploads.set(id, { headers: metadataOf(request), parts: new Map() })
        return xml(response, `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`)
      }
      const parts = [...upload.parts].sort(([a], [b]) => a - b).map(([, part]) => part)
      const etag = `${createHash('md5')
        .update(Buffer.concat(parts.map((part) => part.md5)))
        .digest('hex')}-${parts.length}`
      objects.set(pathname, { etag, size: parts.reduce((sum, part) => sum + part.size, 0), headers: upload.headers })
      return xml(response, `<CompleteMultipartUploadResult><ETag>"${etag}"</ETag></CompleteMultipartUploadResult>`)
    }
    case 'HEAD': {
      const object = objects.get(pathname)
      if (object === undefined) return void response.writeHead(404).end()
      const { etag, size, headers } = object
      response
        .writeHead(200, { ...headers, etag: `"${etag}"`, 'content-length': size, 'last-modified': new Date(DATE).toUTCString() })
        .end()
      return
    }
    default:
      response.writeHead(204).end()
  }
}

function metadataOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => /^(?:x-amz-meta-|content-type$)/.test(name)) as [string, string][])
}

function answerForBucket(method: string, pathname: string, query: URLSearchParams, response: ServerResponse): void {
  if (method !== 'GET') return void response.writeHead(200).end()
  const start = Number(/\d+/.exec(query.get('marker') ?? query.get('continuation-token') ?? '')?.[0] ?? -1) + 1
  const isListed = /-keys\/?$/.test(pathname)
  const end = isListed ? Math.min(KEYS, start + PAGE) : start
  let text = `<ListBucketResult><EncodingType>url</EncodingType><MaxKeys>${PAGE}</MaxKeys><IsTruncated>${end < KEYS && isListed}</IsTruncated>`
  for (let index = start; index < end; index++) text += contents(index)
  const last = keyOf(end - 1)
  xml(response, `${text}<NextMarker>${last}</NextMarker><NextContinuationToken>${last}</NextContinuationToken></ListBucketResult>`)
}

const keyOf = (index: number): string => `${String(index).padStart(9, '0')}/photographs-of-summer/image.jpeg`

function contents(index: number): string {
  const etag = `&quot;${String(index).padStart(32, '0')}&quot;`
  return `<Contents><Key>${keyOf(index)}</Key><LastModified>${DATE}</LastModified><ETag>${etag}</ETag><Size>${index}</Size><StorageClass>STANDARD</StorageClass><Owner><ID>tester</ID><DisplayName>A Tester</DisplayName></Owner><Type>Normal</Type></Contents>`
}

function xml(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0" encoding="UTF-8"?>${body}`)
}
