import type { S3Client } from '@aws-sdk/client-s3'
import type { Settings } from '../client/settings.js'

/** Where the requests about one bucket go. */
export interface Target {
  /** Scheme, host and port. */
  readonly origin: string
  readonly host: string
  readonly hostname: string
  /** What precedes a key: "", or the bucket where it is not part of the host name. */
  readonly path: string
  readonly signingRegion: string
}

/** Finds targets by the endpoint rules of the SDK, once for each bucket. Undefined: one that only the SDK can speak to. */
export function targeting({ config }: S3Client, settings: Settings): (bucket: string) => Target | undefined {
  const known = new Map<string, Target | undefined>()
  return (bucket) => {
    if (!known.has(bucket)) known.set(bucket, targetOf(config, settings, bucket))
    return known.get(bucket)
  }
}

function targetOf(
  config: S3Client['config'],
  { endpoint, pathStyle, signingRegion, addressing }: Settings,
  bucket: string,
): Target | undefined {
  if (bucket.includes('/')) return undefined
  try {
    const { url, properties } = config.endpointProvider({
      Bucket: bucket,
      Region: signingRegion,
      ForcePathStyle: pathStyle,
      UseFIPS: false,
      UseDualStack: addressing.dualStack,
      Accelerate: addressing.accelerate,
      ...(endpoint === undefined ? {} : { Endpoint: endpoint }),
    })
    const [scheme] = (properties?.authSchemes ?? []) as { name?: string; signingName?: string; signingRegion?: string }[]
    if (scheme?.name !== 'sigv4' || scheme.signingName !== 's3') return undefined
    const { origin, host, hostname, pathname } = url
    return { origin, host, hostname, path: pathname.replace(/\/$/, ''), signingRegion: scheme.signingRegion ?? signingRegion }
  } catch {
    return undefined // the SDK says why
  }
}
