import { gunzipSync } from 'node:zlib'
import { ApiError, invalid, notFound } from './api-error.js'
import { demand, refuseAcl } from './conditions.js'
import { type Answer, type Asked, jsonOf } from './request.js'
import { objectResource, store, writable } from './resources.js'
import { bucketOf, crc32cOf, md5Of, objectIn, type State, type StoredObject } from './state.js'

/** Bytes that one request of a rewrite copies. */
const REWRITTEN_AT_ONCE = 100 * 1024

export function getObject(state: State, asked: Asked): Answer {
  const {
    query,
    names: [name = '', key = ''],
    origin,
  } = asked
  const object = objectIn(bucketOf(state, name), key)
  demand(query, object)
  const generation = query.get('generation')
  if (generation !== null && Number(generation) !== object.generation) throw notFound(`No such object: ${name}/${key}#${generation}`)
  if (query.get('alt') === 'media') return media(object, asked)
  return { status: 200, body: objectResource(name, object, origin) }
}

/** The bytes, or a range of them; what is stored as gzip is unpacked for who does not take gzip. */
function media(object: StoredObject, { header }: Asked): Answer {
  const isPacked = object.fields.contentEncoding === 'gzip'
  const common = {
    'content-type': String(object.fields.contentType ?? 'application/octet-stream'),
    'x-goog-generation': String(object.generation),
    'x-goog-metageneration': String(object.metageneration),
    'x-goog-stored-content-encoding': isPacked ? 'gzip' : 'identity',
    'x-goog-stored-content-length': String(object.bytes.byteLength),
  }
  if (isPacked && !/\bgzip\b/.test(header('accept-encoding') ?? '')) {
    return { status: 200, headers: { ...common, warning: '214 UploadServer gunzipped' }, body: gunzipSync(object.bytes) }
  }
  const size = object.bytes.byteLength
  const headers = {
    ...common,
    ...(isPacked && { 'content-encoding': 'gzip' }),
    'x-goog-hash': `crc32c=${crc32cOf(object.bytes)},md5=${md5Of(object.bytes)}`,
  }
  const range = /^bytes=(\d*)-(\d*)$/.exec(header('range') ?? '')
  if (range === null) return { status: 200, headers, body: object.bytes }
  const [, first = '', last = ''] = range
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1)
  if (start >= size || (first === '' && Number(last) === 0)) {
    throw new ApiError(416, 'requestedRangeNotSatisfiable', 'Request range not satisfiable')
  }
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${start}-${end - 1}/${size}` },
    body: object.bytes.subarray(start, end),
  }
}

/** Merges fields and keys of metadata; null removes. */
export async function patchObject(state: State, asked: Asked): Promise<Answer> {
  const {
    query,
    names: [name = '', key = ''],
    origin,
  } = asked
  const changes = await jsonOf(asked)
  const bucket = bucketOf(state, name)
  const object = objectIn(bucket, key)
  demand(query, object)
  const { metadata, ...others } = changes
  const fields: Record<string, unknown> = { ...object.fields }
  for (const [field, value] of Object.entries(others)) {
    if (value === null) delete fields[field]
    else Object.assign(fields, writable({ [field]: value }))
  }
  if (metadata !== undefined) {
    const merged = { ...(fields.metadata as object | undefined), ...(metadata as object) }
    fields.metadata = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
  }
  const changed = { ...object, fields, metageneration: object.metageneration + 1, updated: state.now().toISOString() }
  bucket.objects.set(key, changed)
  return { status: 200, body: objectResource(name, changed, origin) }
}

export function deleteObject(state: State, { query, names: [name = '', key = ''] }: Asked): Answer {
  const bucket = bucketOf(state, name)
  demand(query, objectIn(bucket, key))
  bucket.objects.delete(key)
  return { status: 204 }
}

/** A large object takes several requests. A body replaces all that its writer can set, none keeps it. */
export async function rewriteObject(state: State, asked: Asked): Promise<Answer> {
  const {
    query,
    names: [from = '', source = '', to = '', target = ''],
  } = asked
  const resource = await jsonOf(asked)
  const before = objectIn(bucketOf(state, from), source)
  const bucket = bucketOf(state, to)
  demand(query, before, 'Source')
  demand(query, bucket.objects.get(target))
  refuseAcl(bucket, query.get('destinationPredefinedAcl'))
  const token = query.get('rewriteToken')
  const known = token === null ? 0 : state.rewrites.get(token)
  if (known === undefined) throw invalid('Invalid rewrite token.')
  const size = before.bytes.byteLength
  const reached = Math.min(size, known + REWRITTEN_AT_ONCE)
  const progress = { kind: 'storage#rewriteResponse', totalBytesRewritten: String(reached), objectSize: String(size) }
  if (reached < size) {
    const rewriteToken = token ?? `rewrite-${state.nextId++}`
    state.rewrites.set(rewriteToken, reached)
    return { status: 200, body: { ...progress, done: false, rewriteToken } }
  }
  const copy = copied(state, asked, { from, source, to, target }, resource)
  return { status: 200, body: { ...progress, done: true, resource: copy } }
}

/** The same by one request, however large. */
export async function copyObject(state: State, asked: Asked): Promise<Answer> {
  const {
    query,
    names: [from = '', source = '', to = '', target = ''],
  } = asked
  const resource = await jsonOf(asked)
  demand(query, objectIn(bucketOf(state, from), source), 'Source')
  const bucket = bucketOf(state, to)
  demand(query, bucket.objects.get(target))
  refuseAcl(bucket, query.get('destinationPredefinedAcl'))
  return { status: 200, body: copied(state, asked, { from, source, to, target }, resource) }
}

interface Places {
  readonly from: string
  readonly source: string
  readonly to: string
  readonly target: string
}

function copied(state: State, { origin }: Asked, { from, source, to, target }: Places, resource: Record<string, unknown>): object {
  const before = objectIn(bucketOf(state, from), source)
  const fields = Object.keys(resource).length === 0 ? before.fields : resource
  return objectResource(to, store(state, bucketOf(state, to), target, before.bytes, fields), origin)
}
