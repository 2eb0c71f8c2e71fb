import { ApiError, invalid, notFound } from './api-error.js'
import { demand, refuseAcl } from './conditions.js'
import { relatedParts } from './related.js'
import { type Answer, type Asked, bodyOf, jsonOf } from './request.js'
import { objectResource, store } from './resources.js'
import { bucketOf, crc32cOf, md5Of, type State, type StoredObject, type UploadSession } from './state.js'

/** Bytes: what each piece but the last is a multiple of, and what is kept of one that breaks off. */
const QUANTUM = 256 * 1024

export async function insertObject(state: State, asked: Asked): Promise<Answer> {
  const {
    query,
    names: [name = ''],
    header,
    origin,
  } = asked
  switch (query.get('uploadType')) {
    case 'media': {
      const bytes = await bodyOf(asked)
      const fields = { name: query.get('name'), contentType: header('content-type') }
      return { status: 200, body: objectResource(name, inserted(state, name, query, fields, bytes), origin) }
    }
    case 'multipart': {
      const { resource, type, bytes } = relatedParts(header('content-type') ?? '', await bodyOf(asked))
      asked.check(resource)
      const fields = { contentType: type ?? 'application/octet-stream', ...resource }
      return { status: 200, body: objectResource(name, inserted(state, name, query, fields, bytes), origin) }
    }
    case 'resumable':
      return begin(state, asked)
    default:
      throw invalid('Invalid value for: uploadType')
  }
}

function inserted(state: State, name: string, query: URLSearchParams, fields: Record<string, unknown>, bytes: Buffer): StoredObject {
  const bucket = bucketOf(state, name)
  const key = keyOf(query, fields)
  demand(query, bucket.objects.get(key))
  refuseAcl(bucket, query.get('predefinedAcl'))
  verify(fields, bytes)
  return store(state, bucket, key, bytes, fields)
}

function keyOf(query: URLSearchParams, fields: Record<string, unknown>): string {
  const key = query.get('name') ?? fields.name
  if (typeof key !== 'string' || key === '') throw new ApiError(400, 'required', 'Required')
  if (Buffer.byteLength(key) > 1024) throw invalid('The object name is too long.')
  if (/[\r\n]/.test(key) || key === '.' || key === '..') throw invalid('Disallowed unicode characters present in object name.')
  return key
}

function verify({ md5Hash, crc32c }: Record<string, unknown>, bytes: Buffer): void {
  if (typeof md5Hash === 'string' && md5Hash !== md5Of(bytes))
    throw invalid(`Provided MD5 hash "${md5Hash}" doesn't match calculated MD5 hash "${md5Of(bytes)}".`)
  if (typeof crc32c === 'string' && crc32c !== crc32cOf(bytes))
    throw invalid(`Provided CRC32C "${crc32c}" doesn't match calculated CRC32C "${crc32cOf(bytes)}".`)
}

async function begin(state: State, asked: Asked): Promise<Answer> {
  const {
    query,
    names: [name = ''],
    header,
    origin,
  } = asked
  const type = header('x-upload-content-type')
  const fields = { ...(type !== undefined && { contentType: type }), ...(await jsonOf(asked)) }
  const bucket = bucketOf(state, name)
  demand(query, bucket.objects.get(keyOf(query, fields)))
  refuseAcl(bucket, query.get('predefinedAcl'))
  const length = header('x-upload-content-length')
  const id = `upload-${state.nextId++}`
  state.sessions.set(id, { bucket: name, fields, query, declared: length === undefined ? undefined : Number(length), received: [] })
  const location = `${origin}/upload/storage/v1/b/${encodeURIComponent(name)}/o?uploadType=resumable&name=${encodeURIComponent(keyOf(query, fields))}&upload_id=${id}`
  return { status: 200, headers: { location, 'x-guploader-uploadid': id } }
}

/** A piece of an upload, or the question how far it has come. */
export async function continueUpload(state: State, asked: Asked): Promise<Answer> {
  const { query, header, origin } = asked
  const session = sessionOf(state, query)
  if (session.stored !== undefined) return { status: 200, body: objectResource(session.bucket, session.stored, origin) }
  const range = /^bytes (?:\*|(\d+)-(\d+))\/(\*|\d+)$/.exec(header('content-range') ?? 'bytes */*')
  if (range === null) throw invalid('Invalid Content-Range')
  const [, first, last, total] = range
  const size = total === '*' || total === undefined ? undefined : Number(total)
  if (size !== undefined && session.declared !== undefined && size !== session.declared)
    throw invalid('The size is another than was declared.')

  const held = heldBy(session)
  if (first !== undefined && Number(first) > held)
    throw new ApiError(503, 'backendError', 'Invalid request: offset is beyond what was received.')
  const skipped = first === undefined ? 0 : held - Number(first)
  const bytes = await taken(asked, session, skipped)
  const isWhole = first === undefined ? bytes.byteLength === 0 : bytes.byteLength === Number(last) - Number(first) + 1 - skipped
  if (!isWhole) throw invalid('The body is not as long as its Content-Range.')
  if (size === undefined && bytes.byteLength % QUANTUM !== 0) throw invalid('A piece must be a multiple of 256 KiB.')
  if (bytes.byteLength > 0) session.received.push(bytes)
  if (size === undefined || heldBy(session) < size) {
    session.received = [whole(session).subarray(0, heldBy(session) - (heldBy(session) % QUANTUM))]
    return incomplete(session, header('x-guploader-no-308') === 'yes')
  }
  return { status: 200, body: objectResource(session.bucket, finished(state, session, header('x-goog-hash')), origin) }
}

/** What comes of a body after what is held already; of one that breaks off, whole quanta are kept. */
async function taken({ incoming }: Asked, session: UploadSession, skipped: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
  } catch (error) {
    const bytes = Buffer.concat(chunks).subarray(skipped)
    session.received.push(bytes.subarray(0, bytes.byteLength - (bytes.byteLength % QUANTUM)))
    throw error
  }
  return Buffer.concat(chunks).subarray(skipped)
}

function incomplete(session: UploadSession, hides308: boolean): Answer {
  const held = heldBy(session)
  const headers = { ...(held > 0 && { range: `bytes=0-${held - 1}` }), ...(hides308 && { 'x-http-status-code-override': '308' }) }
  return { status: hides308 ? 200 : 308, headers }
}

function finished(state: State, session: UploadSession, hashes: string | undefined): StoredObject {
  const bytes = whole(session)
  const told = Object.fromEntries(
    (hashes ?? '').split(',').map((each) => [each.slice(0, each.indexOf('=')).trim(), each.slice(each.indexOf('=') + 1)]),
  )
  try {
    verify({ ...(told.crc32c && { crc32c: told.crc32c }), ...(told.md5 && { md5Hash: told.md5 }) }, bytes)
    session.stored = inserted(state, session.bucket, session.query, session.fields, bytes)
  } catch (error) {
    if (error instanceof ApiError) session.received = []
    throw error
  }
  session.received = []
  return session.stored
}

export function cancelUpload(state: State, { query }: Asked): Answer {
  const session = sessionOf(state, query)
  if (session.stored !== undefined) throw notFound('The upload is complete.')
  state.sessions.delete(query.get('upload_id') ?? '')
  return { status: 499 }
}

function sessionOf(state: State, query: URLSearchParams): UploadSession {
  const session = state.sessions.get(query.get('upload_id') ?? '')
  if (session === undefined) throw new ApiError(410, 'gone', 'The upload session is gone.')
  return session
}

const heldBy = ({ received }: UploadSession): number => received.reduce((sum, each) => sum + each.byteLength, 0)
const whole = ({ received }: UploadSession): Buffer => Buffer.concat(received)
