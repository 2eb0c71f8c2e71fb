import type { S3ClientConfig } from '@aws-sdk/client-s3'
import type { CredentialSource } from './credential-source.js'

export type Given = NonNullable<S3ClientConfig['credentials']>

/** What the services that give credentials are asked with. */
export interface Asking {
  readonly region: string
  readonly requestHandler: NonNullable<S3ClientConfig['requestHandler']>
}

/**
 * What gives the SDK the credentials of a source. Keys alone are given at once; for everything else the providers of the SDK
 * are loaded, and asked when the first request is signed.
 */
export async function credentialsFrom(source: CredentialSource, asking: Asking): Promise<Given> {
  if (source.kind === 'anonymous') return { accessKeyId: 'anonymous', secretAccessKey: '' }
  const { role } = source
  if (source.kind === 'keys' && role === undefined) return source.keys

  const { fromIni, fromNodeProviderChain, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers')
  const { region, requestHandler } = asking
  const clientConfig = { region, requestHandler }
  const own = (): Given => {
    if (source.kind === 'keys') return source.keys
    const { profile, file } = source
    const place = { ...(profile && { profile }), ...(file && { filepath: file }), clientConfig }
    return source.kind === 'chain' ? fromNodeProviderChain(place) : fromIni(place)
  }
  if (role === undefined) return own()
  const { arn, sessionName, duration, externalId, endpoint } = role
  return fromTemporaryCredentials({
    masterCredentials: own() as NonNullable<Parameters<typeof fromTemporaryCredentials>[0]['masterCredentials']>,
    params: {
      RoleArn: arn,
      RoleSessionName: sessionName ?? `tranship-${process.pid}`,
      ...(duration && { DurationSeconds: duration }),
      ...(externalId && { ExternalId: externalId }),
    },
    clientConfig: { ...clientConfig, ...(endpoint && { endpoint }) },
  })
}
