import { ConfigError } from '@tranship/core/backend'
import { type S3Options, SMALLEST_PART } from '../options.js'
import { type Provider, providerOf } from './provider.js'

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** The options of a remote, checked, with every default decided. */
export interface Settings {
  /** Absent: requests are anonymous. */
  readonly credentials: Credentials | undefined
  readonly signature: 'v2' | 'v4'
  /** As the remote names it, for messages. */
  readonly region: string
  /** The name that requests are signed with. */
  readonly signingRegion: string
  /** An absolute URL; absent: AWS, by the region. */
  readonly endpoint: string | undefined
  readonly provider: Provider
  readonly pathStyle: boolean
  readonly locationConstraint: string | undefined
  readonly acl: string | undefined
  readonly storageClass: string | undefined
  /** Bytes. */
  readonly chunkSize: number
  readonly uploadConcurrency: number
  readonly listVersion: 1 | 2
  readonly listChunk: number
  readonly makesMissingBuckets: boolean
  /** Every request goes through the SDK's own pipeline. */
  readonly sdkOnly: boolean
}

const DEFAULT_REGION = 'us-east-1'
const LARGEST_PART = 5 * 1024 ** 3

/** Throws a ConfigError that says which option is wrong. */
export function settingsOf(options: S3Options, remote: string): Settings {
  const fail = (problem: string): never => {
    throw new ConfigError(`remote "${remote}": ${problem}`)
  }
  const region = options.region ?? DEFAULT_REGION
  const endpoint =
    options.endpoint === undefined ? undefined : (endpointUrl(options.endpoint) ?? fail(`"endpoint" is no URL: ${options.endpoint}`))
  const isClone = region.startsWith('other-')
  if (isClone && endpoint === undefined) fail(`region "${region}" needs "endpoint"`)
  const within = (name: 'chunk_size' | 'upload_concurrency' | 'list_version' | 'list_chunk', least: number, most: number): number =>
    options[name] >= least && options[name] <= most ? options[name] : fail(`"${name}" must be from ${least} to ${most}`)

  const provider = providerOf(options.provider, endpoint)
  const listVersion = within('list_version', 0, 2)
  return {
    credentials: credentialsOf(options, fail),
    signature: region === 'other-v2-signature' ? 'v2' : 'v4',
    region,
    signingRegion: isClone ? DEFAULT_REGION : region,
    endpoint,
    provider,
    pathStyle: options.force_path_style ?? !provider.virtualHosts,
    locationConstraint: options.location_constraint,
    acl: options.acl,
    storageClass: options.storage_class,
    chunkSize: within('chunk_size', SMALLEST_PART, LARGEST_PART),
    uploadConcurrency: within('upload_concurrency', 1, 1000),
    listVersion: listVersion === 1 || listVersion === 2 ? listVersion : provider.listVersion,
    listChunk: within('list_chunk', 1, 100_000),
    makesMissingBuckets: !options.no_check_bucket,
    sdkOnly: options.sdk_only,
  }
}

/** What makes two remotes one realm of server-side copies: service and account, no secret. */
export function realmOf(settings: Settings): string {
  return `s3:${settings.endpoint ?? 'aws'}:${settings.credentials?.accessKeyId ?? ''}`
}

/** Whether each request signs the SHA-256 of its body: where TLS does not guard it. */
export function signsBodies({ credentials, signature, endpoint, sdkOnly }: Settings): boolean {
  return !sdkOnly && credentials !== undefined && signature === 'v4' && endpoint?.startsWith('http:') === true
}

function credentialsOf(options: S3Options, fail: (problem: string) => never): Credentials | undefined {
  const { access_key_id: accessKeyId, secret_access_key: secretAccessKey, session_token: sessionToken } = options
  if (accessKeyId === undefined && secretAccessKey === undefined) {
    return sessionToken === undefined ? undefined : fail('"session_token" needs "access_key_id" and "secret_access_key"')
  }
  if (accessKeyId === undefined) return fail('"access_key_id" is missing: give both keys, or neither for anonymous access')
  if (secretAccessKey === undefined) return fail('"secret_access_key" is missing: give both keys, or neither for anonymous access')
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
}

/** The endpoint as an absolute URL without a slash at its end; https where no scheme is given. */
function endpointUrl(text: string): string | undefined {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`)
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') return undefined
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
