import type { IncomingMessage } from 'node:http'
import { ApiError, invalid, notFound } from './api-error.js'
import { partsOf } from './multipart.js'
import type { Node } from './node.js'
import type { Fields, Store } from './store.js'

/** Pieces of an upload, but the last, have a multiple of so many bytes; of a broken request as many are kept. */
export const PIECE = 256 * 1024

/** An upload that goes on over several requests. */
export interface UploadSession {
  readonly fields: Fields
  /** The file that it replaces. */
  readonly node: Node | undefined
  readonly query: URLSearchParams
  readonly mimeType: string
  readonly size: number | undefined
  bytes: Buffer
  file?: Node
}

/** The JSON and the bytes of an upload in one request. */
export function multipartOf(
  body: Buffer,
  contentType: string,
): { readonly fields: Fields; readonly bytes: Buffer; readonly mimeType: string } {
  if (!contentType.startsWith('multipart/')) throw invalid('content-type')
  const [json, media, ...others] = partsOf(body, contentType)
  if (json === undefined || media === undefined || others.length > 0) throw invalid('the number of parts')
  return {
    fields: JSON.parse(json.body.toString()) as Fields,
    bytes: media.body,
    mimeType: media.headers['content-type'] ?? 'application/octet-stream',
  }
}

/** Takes what a request brings of a session. Gives the file when it is whole, else how many bytes are there. */
export async function takePiece(
  request: IncomingMessage,
  session: UploadSession,
  isOpen: () => boolean,
  commit: () => Node,
): Promise<Node | { readonly stored: number }> {
  if (session.file !== undefined) {
    request.resume()
    return session.file
  }
  const range = /^bytes (?:\*|(\d+)-(\d+))\/(\d+|\*)$/.exec(
    request.headers['content-range'] ?? `bytes 0-${Number(request.headers['content-length']) - 1}/${request.headers['content-length']}`,
  )
  if (range === null) throw invalid('content-range')
  const [, first, last, total] = range
  const start = first === undefined ? session.bytes.byteLength : Number(first)
  if (start > session.bytes.byteLength) throw new ApiError(400, 'badRequest', 'It leaves out bytes.')
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk)
  } catch {
    if (isOpen()) keep(session, start, Buffer.concat(chunks), true)
    throw new Error('the connection broke')
  }
  if (!isOpen()) throw notFound('upload')
  const brought = Buffer.concat(chunks)
  if (first !== undefined && brought.byteLength !== Number(last) + 1 - start) throw invalid('content-range')
  const size = total === '*' ? undefined : Number(total)
  if (session.size !== undefined && size !== undefined && size !== session.size) throw invalid('size')
  const isLast = size !== undefined && start + brought.byteLength === size && (first !== undefined || brought.byteLength === 0)
  if (!isLast && brought.byteLength % PIECE !== 0) throw new ApiError(400, 'badRequest', 'A piece must have a multiple of 256 KiB.')
  keep(session, start, brought, false)
  if (isLast && session.bytes.byteLength === size) {
    session.file = commit()
    return session.file
  }
  return { stored: session.bytes.byteLength }
}

function keep(session: UploadSession, start: number, brought: Buffer, isBroken: boolean): void {
  const fresh = brought.subarray(Math.max(0, session.bytes.byteLength - start))
  const length = isBroken
    ? Math.floor((session.bytes.byteLength + fresh.byteLength) / PIECE) * PIECE - session.bytes.byteLength
    : fresh.byteLength
  session.bytes = Buffer.concat([session.bytes, fresh.subarray(0, Math.max(0, length))])
}

/** Puts the bytes in their place. */
export function committed(store: Store, { fields, node, query, mimeType, bytes }: Omit<UploadSession, 'size' | 'file'>): Node {
  if (node === undefined) return store.create(fields, bytes, mimeType)
  store.update(node, fields, bytes, mimeType)
  store.move(node, listIn(query, 'addParents'), listIn(query, 'removeParents'))
  return node
}

export function listIn(query: URLSearchParams, name: string): readonly string[] {
  return (query.get(name) ?? '').split(',').filter((each) => each !== '')
}
