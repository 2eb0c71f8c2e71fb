import { deleteBucket, getBucket, insertBucket, listBuckets } from './bucket-routes.js'
import { listObjects } from './list-route.js'
import { copyObject, deleteObject, getObject, patchObject, rewriteObject } from './object-routes.js'
import type { Answer, Asked } from './request.js'
import type { State } from './state.js'
import { cancelUpload, continueUpload, insertObject } from './upload-routes.js'

type Run = (state: State, asked: Asked, pageSize: number) => Answer | Promise<Answer>

export interface Route {
  /** Its name in the discovery document. */
  readonly id: string
  readonly names: readonly string[]
  readonly run: Run
}

const API = '/storage/v1'
const COPY = /^\/b\/([^/]+)\/o\/([^/]+)\/copyTo\/b\/([^/]+)\/o\/([^/]+)$/
const REWRITE = /^\/b\/([^/]+)\/o\/([^/]+)\/rewriteTo\/b\/([^/]+)\/o\/([^/]+)$/
const BUCKETS = /^\/b$/
const BUCKET = /^\/b\/([^/]+)$/
const OBJECTS = /^\/b\/([^/]+)\/o$/
const OBJECT = /^\/b\/([^/]+)\/o\/([^/]+)$/

const ROUTES: readonly (readonly [method: string, below: string, path: RegExp, id: string, run: Run])[] = [
  ['GET', API, BUCKETS, 'buckets.list', listBuckets],
  ['POST', API, BUCKETS, 'buckets.insert', insertBucket],
  ['GET', API, BUCKET, 'buckets.get', getBucket],
  ['DELETE', API, BUCKET, 'buckets.delete', deleteBucket],
  ['GET', API, OBJECTS, 'objects.list', listObjects],
  ['GET', API, OBJECT, 'objects.get', getObject],
  ['GET', `/download${API}`, OBJECT, 'objects.get', getObject],
  ['PATCH', API, OBJECT, 'objects.patch', patchObject],
  ['DELETE', API, OBJECT, 'objects.delete', deleteObject],
  ['POST', API, REWRITE, 'objects.rewrite', rewriteObject],
  ['POST', API, COPY, 'objects.copy', copyObject],
]

/** Both are served: what the discovery document says, and what clients use. */
const UPLOADS: readonly string[] = [`/upload${API}`, `/resumable/upload${API}`]

export function routeOf(method: string, { pathname, searchParams }: URL): Route | undefined {
  for (const base of UPLOADS) {
    if (!pathname.startsWith(`${base}/`)) continue
    const names = namesIn(OBJECTS, pathname.slice(base.length))
    if (names === undefined) return undefined
    const isSession = searchParams.has('upload_id')
    if (isSession && (method === 'PUT' || method === 'POST')) return { id: 'objects.insert', names, run: continueUpload }
    if (isSession && method === 'DELETE') return { id: 'objects.insert', names, run: cancelUpload }
    return method === 'POST' ? { id: 'objects.insert', names, run: insertObject } : undefined
  }
  for (const [wanted, base, path, id, run] of ROUTES) {
    if (wanted !== method || !pathname.startsWith(`${base}/`)) continue
    const names = namesIn(path, pathname.slice(base.length))
    if (names !== undefined) return { id, names, run }
  }
  return undefined
}

function namesIn(pattern: RegExp, path: string): readonly string[] | undefined {
  const parts = pattern.exec(path)
  return parts === null ? undefined : parts.slice(1).map(decodeURIComponent)
}
