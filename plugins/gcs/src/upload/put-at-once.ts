import { randomBytes } from 'node:crypto'
import type { Bytes, FsObject } from '@tranship/core/backend'
import { jsonOf } from '../client.js'
import { replacedGeneration } from '../conditions.js'
import { bucketTarget } from '../key.js'
import type { WrittenResource } from '../metadata.js'
import { ENTRY_FIELDS, type ObjectResource } from '../resource.js'
import { storedObject } from './stored-object.js'
import type { Write } from './write.js'

/** Bytes up to which a body is copied behind its resource, to be sent at once. */
const MOST_COPIED = 64 * 1024

/** Writes an object by one request: its resource, with the MD5 that the service checks, and its bytes. */
export async function putAtOnce(write: Write, bytes: Uint8Array, md5: string): Promise<FsObject> {
  const { session, buckets, place, path, options, signal, resource } = write
  const { type, length, parts } = related({ ...resource, md5Hash: Buffer.from(md5, 'hex').toString('base64') }, bytes)
  const reply = await buckets.withBucket(place.bucket, signal, () =>
    session.request({
      method: 'POST',
      target: `${bucketTarget(place.bucket)}/o`,
      isUpload: true,
      query: {
        uploadType: 'multipart',
        name: place.key,
        ifGenerationMatch: replacedGeneration(options.replaces),
        predefinedAcl: session.settings.objectAcl,
        fields: ENTRY_FIELDS,
      },
      headers: { 'content-type': type, 'content-length': String(length) },
      body: length <= MOST_COPIED ? Buffer.concat(parts) : () => inTurn(parts),
      path,
      use: 'upload',
      bytes: bytes.byteLength,
      signal,
    }),
  )
  return storedObject(write, jsonOf<ObjectResource>(reply, path), { size: bytes.byteLength, hashes: { md5 } })
}

/** A resource and its bytes as one body (RFC 2387). */
function related(
  resource: WrittenResource & { readonly md5Hash: string },
  bytes: Uint8Array,
): { readonly type: string; readonly length: number; readonly parts: readonly Uint8Array[] } {
  const boundary = randomBytes(24).toString('hex')
  const head = `--${boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n${JSON.stringify(resource)}\r\n--${boundary}\r\nContent-Type: ${resource.contentType}\r\n\r\n`
  const parts = [Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0)
  return { type: `multipart/related; boundary=${boundary}`, length, parts }
}

async function* inTurn(parts: readonly Uint8Array[]): Bytes {
  yield* parts
}
