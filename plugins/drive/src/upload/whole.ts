import { hash, randomUUID } from 'node:crypto'
import { jsonOf } from '../client.js'
import type { DriveFile } from '../file.js'
import { createdFile } from '../files.js'
import { verified } from './verify.js'
import { contentType, uploadCall, type Write } from './write.js'

/** Sends a file and what is to be known of it in one request. It may be sent again: a new file has its id, an old one too. */
export async function putWhole(
  write: Write,
  bytes: Uint8Array,
  digests: Readonly<Record<string, string | undefined>> = {},
): Promise<DriveFile> {
  const { drive, target, options, path } = write
  const md5 = digests.md5 ?? hash('md5', bytes, 'hex')
  options.transfer?.sent({ ...digests, md5 })
  const boundary = randomUUID()
  const body = multipart(boundary, write.fields, contentType(write), bytes)
  const call = {
    ...uploadCall(write, 'multipart'),
    headers: { 'content-type': `multipart/related; boundary=${boundary}` },
    body,
    bytes: body.byteLength,
  }
  const file =
    target.kind === 'create'
      ? await createdFile(drive.session, target.id, call)
      : jsonOf<DriveFile>(await drive.session.steadyRequest(call), path)
  return verified(write, file, { size: bytes.byteLength, hashes: { md5 } })
}

/** A body of two parts (RFC 2387): a JSON text, and bytes. */
function multipart(boundary: string, fields: object, type: string, bytes: Uint8Array): Buffer {
  const head = `--${boundary}\r\ncontent-type: application/json; charset=UTF-8\r\n\r\n${JSON.stringify(fields)}\r\n--${boundary}\r\ncontent-type: ${type}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
}
