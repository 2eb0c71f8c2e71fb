import type { S3Options } from '../options.js'

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** A role that is assumed with the credentials of a source, for the keys that it gives. */
interface Role {
  readonly arn: string
  readonly sessionName: string | undefined
  /** Seconds. */
  readonly duration: number | undefined
  readonly externalId: string | undefined
  /** Absent: that of AWS in the region. */
  readonly endpoint: string | undefined
}

/** Where the keys of a remote come from. */
export type CredentialSource =
  /** Requests are not signed. */
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'keys'; readonly keys: Credentials; readonly role?: Role }
  /** One profile of the shared files; absent: that of the environment, or the default one. */
  | { readonly kind: 'profile'; readonly profile?: string; readonly file?: string; readonly role?: Role }
  /** Environment, files, SSO, web identity, container and machine, in that order. */
  | { readonly kind: 'chain'; readonly profile?: string; readonly file?: string; readonly role?: Role }

/** Where the options say that credentials come from: keys win. `fail` is told what contradicts itself. */
export function credentialSourceOf(options: S3Options, fail: (problem: string) => never): CredentialSource {
  const { access_key_id: accessKeyId, secret_access_key: secretAccessKey, session_token: sessionToken } = options
  const { profile, shared_credentials_file: file, env_auth: isChain } = options
  const role = roleOf(options)
  if (accessKeyId !== undefined || secretAccessKey !== undefined) {
    if (accessKeyId === undefined) return fail('"access_key_id" is missing: give both keys, or neither for anonymous access')
    if (secretAccessKey === undefined) return fail('"secret_access_key" is missing: give both keys, or neither for anonymous access')
    return { kind: 'keys', keys: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }, ...(role && { role }) }
  }
  if (sessionToken !== undefined) return fail('"session_token" needs "access_key_id" and "secret_access_key"')
  const place = { ...(profile && { profile }), ...(file && { file }), ...(role && { role }) }
  if (isChain) return { kind: 'chain', ...place }
  if (profile !== undefined || file !== undefined) return { kind: 'profile', ...place }
  return role === undefined ? { kind: 'anonymous' } : fail('"role_arn" needs keys, a "profile" or "env_auth" to be assumed with')
}

/** What tells accounts apart, as far as the options show it; no secret. */
export function identityOf(source: CredentialSource): string {
  if (source.kind === 'anonymous') return ''
  const place = source.kind === 'keys' ? source.keys.accessKeyId : [source.kind, source.file, source.profile].filter(Boolean).join(' ')
  return source.role === undefined ? place : `${place} as ${source.role.arn}`
}

function roleOf(options: S3Options): Role | undefined {
  const { role_arn: arn, role_session_duration: duration } = options
  if (arn === undefined) return undefined
  return {
    arn,
    sessionName: options.role_session_name,
    duration: duration === undefined ? undefined : Math.round(duration / 1000),
    externalId: options.role_external_id,
    endpoint: options.sts_endpoint,
  }
}
