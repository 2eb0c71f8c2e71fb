import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An S3 endpoint on loopback that knows one request: the list of buckets, of which it has the given ones. */
export async function serveBuckets(names: readonly string[]) {
  const buckets = names.map((name) => `<Bucket><Name>${name}</Name><CreationDate>2026-01-02T03:04:05.000Z</CreationDate></Bucket>`)
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>x</ID></Owner><Buckets>${buckets.join('')}</Buckets></ListAllMyBucketsResult>`
  const server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'application/xml' }).end(body))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
