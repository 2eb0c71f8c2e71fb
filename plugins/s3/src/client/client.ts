import type { S3, S3ClientConfig } from '@aws-sdk/client-s3'
import { type HttpSettings, headersWith, secureOptions } from '@tranship/core/backend'
import { credentialsFrom, type Given } from './credentials.js'
import type { ServiceClock } from './service-clock.js'
import type { Settings } from './settings.js'
import { signerV2 } from './signer-v2.js'
import { watchSdk } from './watch-sdk.js'

/** Signs nothing: the requests are anonymous. */
const ANONYMOUS = { sign: async <Request>(request: Request): Promise<Request> => request }

/**
 * The client of the SDK, which does exactly as it is told: one try, no region or endpoint of its own choice. Unless the remote
 * wants nothing but the SDK, the one that answers the hot operations by itself. Loads the SDK.
 */
export async function createClient(settings: Settings, http: HttpSettings, clock?: ServiceClock): Promise<S3> {
  const wanted = await configuration(settings, http)
  const s3 = settings.sdkOnly
    ? new (await import('@aws-sdk/client-s3')).S3(wanted)
    : await (await import('../lean/lean-client.js')).createLeanClient(wanted, settings, http, clock)
  if (!settings.provider.namesBucketRegion) sendOnlyOwnLocation(s3, settings.locationConstraint)
  dropOperationId(s3)
  speakUtf8(s3)
  setHeaders(s3, http)
  if (http.watch !== undefined) watchSdk(s3, http.watch)
  return s3
}

async function configuration(settings: Settings, http: HttpSettings): Promise<S3ClientConfig> {
  const { endpoint, addressing } = settings
  const { proxy, localAddress, keepsConnections = true } = http
  const connections = {
    keepAlive: keepsConnections,
    maxSockets: Number.POSITIVE_INFINITY, // the limiter counts them
    ...(localAddress !== undefined && { localAddress }),
    ...(proxy && { proxyEnv: { HTTP_PROXY: proxy.http, HTTPS_PROXY: proxy.https, NO_PROXY: proxy.except } }),
  }
  const requestHandler = {
    connectionTimeout: http.connectTimeout,
    socketTimeout: http.idleTimeout,
    requestTimeout: 0,
    httpAgent: connections,
    httpsAgent: { ...connections, ...secureOptions(http) },
  }
  const credentials = await credentialsFrom(settings.credentials, { region: settings.signingRegion, requestHandler })
  return {
    region: settings.signingRegion,
    ...(endpoint === undefined ? {} : { endpoint }),
    ignoreConfiguredEndpointUrls: true,
    forcePathStyle: settings.pathStyle,
    credentials,
    ...signer(settings, credentials),
    // Each upload carries a Content-MD5; clones of S3 know no other checksum, some refuse them.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    disableClockSkewCorrection: true,
    followRegionRedirects: false,
    disableS3ExpressSessionAuth: true,
    useArnRegion: addressing.arnRegion,
    useAccelerateEndpoint: addressing.accelerate,
    useDualstackEndpoint: addressing.dualStack,
    useFipsEndpoint: false,
    userAgentAppId: undefined,
    // A connection that waits for "100 Continue" is not used again.
    expectContinueHeader: false,
    requestHandler,
  }
}

function signer({ credentials: { kind }, signature, endpoint }: Settings, credentials: Given): Pick<S3ClientConfig, 'signer'> {
  if (kind === 'anonymous') return { signer: ANONYMOUS }
  if (signature === 'v4') return {}
  const current = typeof credentials === 'function' ? () => credentials() : async () => credentials
  return { signer: signerV2(current, endpoint === undefined ? '' : new URL(endpoint).hostname) }
}

/** The SDK asks for a bucket in the region it signs with, which clones refuse: what the remote sets replaces it. */
function sendOnlyOwnLocation(s3: S3, location: string | undefined): void {
  const CreateBucketConfiguration = location === undefined ? undefined : { LocationConstraint: location }
  s3.middlewareStack.add(
    (next, context) => (args) => {
      if (context.commandName === 'CreateBucketCommand') Object.assign(args.input, { CreateBucketConfiguration })
      return next(args)
    },
    { step: 'initialize', priority: 'low', name: 'ownLocationConstraint' },
  )
}

/** Headers travel in UTF-8, as they were signed; Node writes and reads each byte as one character. */
function speakUtf8(s3: S3): void {
  const mapped = (headers: Record<string, string>, from: BufferEncoding, to: BufferEncoding) => {
    for (const [name, text] of Object.entries(headers)) {
      if (!/^\p{ASCII}*$/u.test(text)) headers[name] = Buffer.from(text, from).toString(to)
    }
  }
  s3.middlewareStack.add(
    (next) => async (args) => {
      mapped((args.request as { headers: Record<string, string> }).headers, 'utf8', 'latin1')
      const answer = await next(args)
      mapped((answer.response as { headers: Record<string, string> }).headers, 'latin1', 'utf8')
      return answer
    },
    { step: 'deserialize', priority: 'low', name: 'utf8Headers' },
  )
}

/** The SDK names its operation in the query, which some services take for a sub-resource. */
function dropOperationId(s3: S3): void {
  s3.middlewareStack.add(
    (next) => (args) => {
      const { query } = args.request as { query?: Record<string, unknown> }
      delete query?.['x-id']
      return next(args)
    },
    { step: 'build', priority: 'low', name: 'noOperationId' },
  )
}

/** Requests that make an object with what it is to be told of it, and those that read one. */
const CONTENT: Readonly<Record<string, 'upload' | 'download'>> = {
  PutObjectCommand: 'upload',
  CreateMultipartUploadCommand: 'upload',
  GetObjectCommand: 'download',
}

function setHeaders(s3: S3, { userAgent, headers: extra }: HttpSettings): void {
  s3.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        const request = args.request as { headers: Record<string, string> }
        const { 'x-amz-user-agent': _, ...headers } = request.headers
        request.headers = { ...headersWith({ ...headers, 'user-agent': userAgent }, extra, CONTENT[commandName]) }
        return next(args)
      },
    { step: 'build', priority: 'low', name: 'ownHeaders' },
  )
}
