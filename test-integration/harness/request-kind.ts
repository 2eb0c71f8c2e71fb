import type { IncomingHttpHeaders } from 'node:http'

/** What an S3 request asks for, in the words of a person who counts requests. */
export type RequestKind =
  | 'list buckets'
  | 'make bucket'
  | 'head bucket'
  | 'remove bucket'
  | 'list'
  | 'list uploads'
  | 'bucket'
  | 'head'
  | 'get'
  | 'put'
  | 'copy'
  | 'delete'
  | 'delete many'
  | 'create upload'
  | 'part'
  | 'complete upload'
  | 'abort upload'
  | 'other'

const OF_BUCKET: Readonly<Record<string, RequestKind>> = { PUT: 'make bucket', HEAD: 'head bucket', DELETE: 'remove bucket', GET: 'list' }
const OF_OBJECT: Readonly<Record<string, RequestKind>> = { PUT: 'put', HEAD: 'head', DELETE: 'delete', GET: 'get' }
const OF_UPLOAD: Readonly<Record<string, RequestKind>> = { PUT: 'part', POST: 'complete upload', DELETE: 'abort upload' }

/** Reads a request with the bucket in its path. */
export function requestKind(method: string, url: string, headers: IncomingHttpHeaders): RequestKind {
  const at = url.indexOf('?')
  const [path, query] = at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)]
  const parameters = new URLSearchParams(query)
  const [, bucket = '', key] = /^\/([^/]*)(?:\/(.+))?/s.exec(path) ?? []
  if (bucket === '') return 'list buckets'
  if (parameters.has('uploadId')) return OF_UPLOAD[method] ?? 'other'
  if (parameters.has('uploads')) return method === 'POST' ? 'create upload' : 'list uploads'
  if (parameters.has('delete')) return 'delete many'
  if (parameters.has('location')) return 'bucket'
  if (key === undefined) return OF_BUCKET[method] ?? 'other'
  if (headers['x-amz-copy-source'] !== undefined) return 'copy'
  return OF_OBJECT[method] ?? 'other'
}
