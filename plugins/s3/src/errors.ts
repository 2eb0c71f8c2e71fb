import { FsError, isFsError } from '@tranship/core/backend'
import { ARCHIVED, BUSY, MEANINGS, type Meaning, SKEWED, STATUSES, WRONG_KEYS, WRONG_REGION } from './error-meanings.js'

/** The error codes, of Node and of undici, of a connection that failed, which may work the next time. */
const CONNECTION =
  /^(?:E(?:CONN(?:REFUSED|RESET|ABORTED)|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH|AI_AGAIN|PROTO)|ABORT_ERR|HPE_\w+|UND_ERR_(?:SOCKET|(?:CONNECT|HEADERS|BODY)_TIMEOUT|RES_CONTENT_LENGTH_MISMATCH))$/

/** An error of the SDK: of the service, when it has a status, else of the connection. */
interface SdkError {
  readonly name?: string
  readonly message?: string
  readonly code?: unknown
  /** The host whose address was looked for. */
  readonly hostname?: string
  readonly Code?: string
  readonly Region?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> }
}

/** What a failed request was about, for its message. */
export interface Subject {
  readonly path: string
  readonly region: string
  /** The host that was asked. */
  readonly host: string
  /** The remote's name. */
  readonly remote: string
  /** The secret key has a slash with a backslash before it, as JSON writes it. */
  readonly hasEscapes: boolean
}

/** The code of an answer that the service gave, or its status where it gave none; undefined when no answer came. */
export function serviceCode(error: unknown): string | undefined {
  const { name, Code, $metadata } = asSdkError(error)
  if ($metadata?.httpStatusCode === undefined) return undefined
  const code = Code ?? name
  return code === undefined || /^(?:Error|Unknown|UnknownError|S3ServiceException|SyntaxError)$/.test(code)
    ? String($metadata.httpStatusCode)
    : code
}

/** Whether an answer without a body (to a HEAD) leaves open what was wrong: keys, clock, region or rights. */
export function isVague(error: unknown): boolean {
  return ['301', '307', '400', '403'].includes(serviceCode(error) ?? '')
}

/** Any error of a request as an FsError. One that is an FsError already stays as it is. */
export function toFsError(error: unknown, subject: Subject): FsError {
  if (isFsError(error)) return error
  const { path } = subject
  const sdkError = asSdkError(error)
  const code = serviceCode(error)
  if (code === undefined) return connectionError(error, sdkError, subject)

  const status = sdkError.$metadata?.httpStatusCode ?? 0
  const meaning = MEANINGS[code] ?? STATUSES[status] ?? (status >= 500 ? BUSY : { kind: 'unexpected' })
  const retryAfter = Number(sdkError.$response?.headers?.['retry-after']) * 1000
  return new FsError(meaning.kind, messageOf(meaning, code, sdkError, subject), {
    path,
    cause: error,
    ...(retryAfter >= 0 ? { retryAfter } : {}),
  })
}

/** The region that an answer says a bucket is in, where it refuses to serve it from here. Only what can be the name of one. */
export function regionIn(error: unknown): string | undefined {
  const code = serviceCode(error)
  if (code === undefined || !ELSEWHERE.has(code)) return undefined
  const { Region, $response } = asSdkError(error)
  const region = Region ?? $response?.headers?.['x-amz-bucket-region']
  return region !== undefined && /^[a-z0-9][a-z0-9-]{0,62}$/.test(region) ? region : undefined
}

/** The codes of answers that refuse because of the region, those without a body among them. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'AuthorizationHeaderMalformed',
  'PermanentRedirect',
  'TemporaryRedirect',
  '301',
  '307',
  '400',
])

function messageOf(meaning: Meaning, code: string, error: SdkError, { path, region, remote, hasEscapes }: Subject): string {
  if (meaning === SKEWED) return `the clock of this machine is ${skew(error)} (${code})`
  const right = error.Region ?? error.$response?.headers?.['x-amz-bucket-region']
  if (meaning === WRONG_REGION && (code !== 'AuthorizationHeaderMalformed' || right !== undefined || /region/i.test(error.message ?? ''))) {
    const advice = right === undefined ? '' : `: set "region" to ${right}`
    return `incorrect region, the bucket is not in '${region}' region${advice}`
  }
  if (meaning === WRONG_KEYS && hasEscapes) return `the signature does not match: ${ESCAPED} (${code})`
  if (meaning === ARCHIVED) {
    const where = JSON.stringify(`${remote}:${path}`)
    return `the object is archived: restore it first, by "tranship backend restore ${where} -o lifetime=1" say, and wait (${code})`
  }
  const what = code === 'NoSuchBucket' ? `: ${JSON.stringify(path.split('/')[0])}` : ''
  return `${meaning.message ?? spoken(error.message)}${what} (${code})`
}

const ESCAPED = 'secret_access_key has "\\/", as JSON writes "/" (Ceph\'s tools print keys so): write only "/"'

/** What the providers of credentials fail with. */
const NO_CREDENTIALS = /^(?:CredentialsProviderError|TokenProviderError|ProviderError)$/

function connectionError(error: unknown, { name, code, message, hostname }: SdkError, { path, host }: Subject): FsError {
  if (NO_CREDENTIALS.test(name ?? '')) {
    return new FsError('signed-out', `there are no credentials: ${spoken(message)}`, { path, cause: error })
  }
  const isConnection = name === 'TimeoutError' || (typeof code === 'string' && CONNECTION.test(code))
  const reason = typeof code === 'string' && !code.startsWith('UND_ERR') ? code : spoken(message)
  if (code === 'ENOTFOUND') {
    const isBucket = hostname?.endsWith(`.${host.replace(/:\d+$/, '')}`) === true
    const advice = isBucket ? ': set "force_path_style" to true if the service does not know buckets by host names' : ''
    return new FsError('unavailable', `there is no host ${isBucket ? hostname : host}${advice}`, { path, cause: error, temporary: false })
  }
  return isConnection
    ? new FsError('unavailable', `no answer from ${host}: ${reason}`, { path, cause: error })
    : new FsError('unexpected', `the request to ${host} failed: ${spoken(message)}`, { path, cause: error })
}

/** How far this machine's clock is off, by the Date of the answer. */
function skew({ $response }: SdkError): string {
  const theirs = Date.parse($response?.headers?.date ?? '')
  if (Number.isNaN(theirs)) return 'too far from that of the service'
  const minutes = Math.round((Date.now() - theirs) / 60_000)
  const size = Math.abs(minutes)
  return `${Math.floor(size / 60)} h ${size % 60} min ${minutes < 0 ? 'behind' : 'ahead of'} that of the service`
}

/** A text of the service or the SDK, fit for one line. */
function spoken(text: string | undefined): string {
  const line = (text ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)
  return line === '' || line === 'UnknownError' ? 'the service refused' : line.charAt(0).toLowerCase() + line.slice(1)
}

function asSdkError(error: unknown): SdkError {
  return typeof error === 'object' && error !== null ? error : { message: String(error) }
}
