import { createHash, hash, randomUUID } from 'node:crypto'
import { type ByteSource, type Bytes, exactly, type Hashes } from '@tranship/core/backend'
import { type Call, jsonOf } from '../client.js'
import type { DriveFile } from '../file.js'
import { createdFile } from '../files.js'
import { verified } from './verify.js'
import { contentType, uploadCall, type Write } from './write.js'

/** Bytes of a body that comes as it is read, which are in memory at a time, more or less. */
const PASSING = 1024 ** 2

/** Sends a file and what is to be known of it in one request. It may be sent again: a new file has its id, an old one too. */
export async function putWhole(write: Write, bytes: Uint8Array, digests: Hashes = {}): Promise<DriveFile> {
  const md5 = digests.md5 ?? hash('md5', bytes, 'hex')
  write.options.transfer?.sent({ ...digests, md5 })
  const { head, tail, type } = framing(write)
  const body = Buffer.concat([head, bytes, tail])
  const file = await stored(write, { headers: { 'content-type': type }, body, bytes: body.byteLength })
  return verified(write, file, { size: bytes.byteLength, hashes: { md5 } })
}

/** The same for a source that can be read again: it is sent as it comes. Without its end the service has nothing. */
export async function putPassing(write: Write, source: ByteSource, size: number): Promise<DriveFile> {
  const { path, signal, options } = write
  const { head, tail, type } = framing(write)
  let md5 = ''
  async function* body(): Bytes {
    const digest = createHash('md5')
    yield head
    for await (const chunk of exactly(source.open(undefined, { signal }), size, path, signal)) {
      digest.update(chunk)
      yield chunk
    }
    md5 = digest.digest('hex')
    options.transfer?.sent({ md5 })
    yield tail
  }
  const length = head.byteLength + size + tail.byteLength
  const headers = { 'content-type': type, 'content-length': String(length) }
  const file = await stored(write, { headers, body, bytes: Math.min(length, PASSING) })
  return verified(write, file, { size, hashes: { md5 } })
}

async function stored(write: Write, body: Pick<Call, 'headers' | 'body' | 'bytes'>): Promise<DriveFile> {
  const { target, path } = write
  const { session } = write.drive
  const call = { ...uploadCall(write, 'multipart'), ...body }
  return target.kind === 'create' ? createdFile(session, target.id, call) : jsonOf(await session.steadyRequest(call), path)
}

/** What stands before and after the bytes in a body of two parts (RFC 2387), the first of which is JSON. */
function framing(write: Write): { readonly head: Buffer; readonly tail: Buffer; readonly type: string } {
  const boundary = randomUUID()
  const lines = [
    `--${boundary}`,
    'content-type: application/json; charset=UTF-8',
    '',
    JSON.stringify(write.fields),
    `--${boundary}`,
    `content-type: ${contentType(write)}`,
    '',
    '',
  ]
  return {
    head: Buffer.from(lines.join('\r\n')),
    tail: Buffer.from(`\r\n--${boundary}--\r\n`),
    type: `multipart/related; boundary=${boundary}`,
  }
}
