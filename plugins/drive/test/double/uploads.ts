import type { IncomingMessage } from 'node:http'
import { ApiError, invalid, jsonIn, notFound } from './api-error.js'
import type { Content, Growing } from './content.js'
import { partsOf } from './multipart.js'
import type { Node } from './node.js'
import type { Fields, Store } from './store.js'

/** Pieces of an upload, but the last, have a multiple of so many bytes; of a broken request as many are kept. */
const PIECE = 256 * 1024

/** An upload that goes on over several requests. */
export interface UploadSession {
  readonly fields: Fields
  /** The file that it replaces. */
  readonly node: Node | undefined
  readonly query: URLSearchParams
  readonly mimeType: string
  readonly size: number | undefined
  readonly bytes: Growing
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
    fields: jsonIn<Fields>(json.body),
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
  const start = first === undefined ? session.bytes.size() : Number(first)
  if (start > session.bytes.size()) throw new ApiError(400, 'badRequest', 'It leaves out bytes.')
  let at = start
  try {
    for await (const chunk of request) {
      if (isOpen()) session.bytes.write(chunk, at)
      at += chunk.byteLength
    }
  } catch {
    if (isOpen()) session.bytes.cut(Math.floor(session.bytes.size() / PIECE) * PIECE)
    throw new Error('the connection broke')
  }
  if (!isOpen()) throw notFound('upload')
  const brought = at - start
  if (first !== undefined && brought !== Number(last) + 1 - start) throw invalid('content-range')
  const size = total === '*' ? undefined : Number(total)
  if (session.size !== undefined && size !== undefined && size !== session.size) throw invalid('size')
  const isLast = at === size && (first !== undefined || brought === 0)
  if (!isLast && brought % PIECE !== 0) throw new ApiError(400, 'badRequest', 'A piece must have a multiple of 256 KiB.')
  if (isLast && session.bytes.size() === size) {
    session.file = commit()
    return session.file
  }
  return { stored: session.bytes.size() }
}

/** Puts the bytes in their place. */
export function committed(
  store: Store,
  { fields, node, query, mimeType }: Omit<UploadSession, 'size' | 'bytes' | 'file'>,
  content: Content,
): Node {
  if (node === undefined) return store.create(fields, content, mimeType)
  store.update(node, fields, content, mimeType)
  store.move(node, listIn(query, 'addParents'), listIn(query, 'removeParents'))
  return node
}

export function listIn(query: URLSearchParams, name: string): readonly string[] {
  return (query.get(name) ?? '').split(',').filter((each) => each !== '')
}
