import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { Credentials } from './credential-source.js'

/** The part of an HTTP request that is signed. `path` is encoded as it is sent, `query` is not. */
export interface SignableRequest {
  method: string
  hostname: string
  path: string
  query?: Record<string, string | string[] | null>
  headers: Record<string, string>
}

/** The parameters of a query that are part of the resource, and so of its signature. */
const SUBRESOURCES: ReadonlySet<string> = new Set([
  'accelerate',
  'acl',
  'analytics',
  'cors',
  'delete',
  'encryption',
  'inventory',
  'lifecycle',
  'location',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'partNumber',
  'policy',
  'publicAccessBlock',
  'replication',
  'requestPayment',
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
  'restore',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versionId',
  'versioning',
  'versions',
  'website',
])

/**
 * Signs requests as version 2 of the S3 REST authentication does: an HMAC-SHA1 in the header `Authorization: AWS key:signature`.
 * `host` is the host name of the endpoint; what precedes it in a request's host name is its bucket.
 */
export function signingV2({ accessKeyId, secretAccessKey, sessionToken }: Credentials, host: string): (request: SignableRequest) => void {
  const key = createSecretKey(Buffer.from(secretAccessKey)) // far cheaper to use than the text
  return (request) => {
    request.headers.date = new Date().toUTCString()
    if (sessionToken !== undefined) request.headers['x-amz-security-token'] = sessionToken
    request.headers.authorization = `AWS ${accessKeyId}:${signatureOf(stringToSign(request, host), key)}`
  }
}

/** The same in the form that the SDK takes, with whatever keys are the current ones. */
export function signerV2(current: () => Promise<Credentials>, host: string) {
  return {
    sign: async <Request extends SignableRequest>(request: Request): Promise<Request> => {
      signingV2(await current(), host)(request)
      return request
    },
  }
}

export function signatureOf(text: string, key: string | KeyObject): string {
  return createHmac('sha1', key).update(text).digest('base64')
}

/** The text that version 2 signs: method, the headers that matter, and the resource. */
export function stringToSign(request: SignableRequest, host: string): string {
  const headers = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
  const value = (wanted: string): string => headers.find(([name]) => name === wanted)?.[1] ?? ''
  const amz = headers.filter(([name]) => name.startsWith('x-amz-')).sort(([a], [b]) => (a < b ? -1 : 1))
  const date = amz.some(([name]) => name === 'x-amz-date') ? '' : value('date')
  return [
    request.method,
    value('content-md5'),
    value('content-type'),
    date,
    ...amz.map(([name, text]) => `${name}:${text}`),
    canonicalResource(request, host),
  ].join('\n')
}

function canonicalResource({ hostname, path, query = {} }: SignableRequest, host: string): string {
  const bucket = hostname.endsWith(`.${host}`) ? `/${hostname.slice(0, -host.length - 1)}` : ''
  const subresources = Object.keys(query)
    .filter((name) => SUBRESOURCES.has(name))
    .sort()
    .map((name) => (query[name] ? `${name}=${query[name]}` : name))
  return `${bucket}${path || '/'}${subresources.length === 0 ? '' : `?${subresources.join('&')}`}`
}
