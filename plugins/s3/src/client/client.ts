import { getCACertificates } from 'node:tls'
import type { S3, S3ClientConfig } from '@aws-sdk/client-s3'
import type { HttpSettings } from '@tranship/core/backend'
import type { Settings } from './settings.js'
import { signerV2 } from './signer-v2.js'

/** Signs nothing: the requests are anonymous. */
const ANONYMOUS = { sign: async <Request>(request: Request): Promise<Request> => request }

/**
 * The client of the SDK, which does exactly as it is told: one try, no region or endpoint of its own choice. Unless the remote
 * wants nothing but the SDK, the one that answers the hot operations by itself. Loads the SDK.
 */
export async function createClient(settings: Settings, http: HttpSettings): Promise<S3> {
  const s3 = settings.sdkOnly
    ? new (await import('@aws-sdk/client-s3')).S3(configuration(settings, http))
    : await (await import('../lean/lean-client.js')).createLeanClient(configuration(settings, http), settings, http)
  if (!settings.provider.namesBucketRegion) sendOnlyOwnLocation(s3, settings.locationConstraint)
  nameUserAgent(s3, http.userAgent)
  return s3
}

function configuration(settings: Settings, http: HttpSettings): S3ClientConfig {
  const { credentials, endpoint } = settings
  const { proxy, certificateAuthorities = [] } = http
  const connections = {
    keepAlive: true,
    maxSockets: Number.POSITIVE_INFINITY, // the limiter counts them
    ...(proxy && { proxyEnv: { HTTP_PROXY: proxy.http, HTTPS_PROXY: proxy.https, NO_PROXY: proxy.except } }),
  }
  const secure = certificateAuthorities.length === 0 ? {} : { ca: [...getCACertificates('default'), ...certificateAuthorities] }
  return {
    region: settings.signingRegion,
    ...(endpoint === undefined ? {} : { endpoint }),
    ignoreConfiguredEndpointUrls: true,
    forcePathStyle: settings.pathStyle,
    credentials: credentials ?? { accessKeyId: 'anonymous', secretAccessKey: '' },
    ...signer(settings),
    // Each upload carries a Content-MD5; clones of S3 know no other checksum, some refuse them.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    disableClockSkewCorrection: true,
    followRegionRedirects: false,
    disableS3ExpressSessionAuth: true,
    useArnRegion: false,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    userAgentAppId: undefined,
    // A connection that waits for "100 Continue" is not used again.
    expectContinueHeader: false,
    requestHandler: {
      connectionTimeout: http.connectTimeout,
      socketTimeout: http.idleTimeout,
      requestTimeout: 0,
      httpAgent: connections,
      httpsAgent: { ...connections, ...secure },
    },
  }
}

function signer({ credentials, signature, endpoint }: Settings): Pick<S3ClientConfig, 'signer'> {
  if (credentials === undefined) return { signer: ANONYMOUS }
  if (signature === 'v4') return {}
  return { signer: signerV2(credentials, endpoint === undefined ? '' : new URL(endpoint).hostname) }
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

function nameUserAgent(s3: S3, userAgent: string): void {
  s3.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> }
      headers['user-agent'] = userAgent
      delete headers['x-amz-user-agent']
      return next(args)
    },
    { step: 'build', priority: 'low', name: 'ownUserAgent' },
  )
}
