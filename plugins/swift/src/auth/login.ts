import type { SwiftOptions } from '../options.js'

/** A user by name or id; a name belongs to a domain. */
interface User {
  readonly name?: string
  readonly id?: string
  readonly domain?: string
}

interface Tenant {
  readonly name?: string
  readonly id?: string
  readonly domain?: string
}

/** What a remote proves itself with. `who` names the account for messages and realms; it is no secret. */
export type Login = { readonly url: string | undefined; readonly who: string } & (
  | { readonly kind: 'v1'; readonly url: string; readonly user: string; readonly key: string; readonly token?: string }
  | {
      readonly kind: 'v2'
      readonly url: string
      readonly user: string
      readonly key: string
      readonly tenant: Tenant
      readonly token?: string
    }
  | {
      readonly kind: 'v3'
      readonly url: string
      readonly user: User
      readonly key: string
      readonly tenant: Tenant
      readonly token?: string
    }
  | {
      readonly kind: 'application'
      readonly url: string
      readonly credential: { readonly id?: string; readonly name?: string; readonly secret: string }
      readonly user: User
      readonly token?: string
    }
  | { readonly kind: 'token'; readonly url: undefined; readonly token: string }
)

/** The login that the options ask for; `fail` says what is missing. */
export function loginOf(options: SwiftOptions, fail: (problem: string) => never): Login {
  const { user, key, user_id: id, storage_url: storageUrl, auth_token: given } = options
  const { application_credential_id: appId, application_credential_name: appName, application_credential_secret: appSecret } = options
  const token = given === undefined ? {} : { token: given }
  if (given !== undefined && storageUrl === undefined) fail('"auth_token" needs "storage_url"')
  if (options.auth === undefined || (user === undefined && id === undefined && appId === undefined)) {
    if (given !== undefined) return { kind: 'token', url: undefined, who: storageUrl ?? '', token: given }
    if (options.auth === undefined) return fail('"auth" is missing: give the authentication URL')
    return fail('"user" is missing')
  }
  const version = versionOf(options.auth, options.auth_version, fail)
  const url = authUrl(options.auth, version) ?? fail(`"auth" is no URL: ${options.auth}`)
  const owner = pick({ name: user, id, domain: options.domain })
  const tenant = pick({ name: options.tenant, id: options.tenant_id, domain: options.tenant_domain ?? options.domain })
  const who = [user ?? id ?? appId, options.tenant ?? options.tenant_id].filter((part) => part !== undefined).join(' of ')

  if (appId !== undefined || appName !== undefined) {
    if (version !== 3) fail('application credentials need v3 authentication: set "auth_version" to 3')
    const secret = appSecret ?? fail('"application_credential_secret" is missing')
    return { kind: 'application', url, who, credential: { ...pick({ id: appId, name: appName }), secret }, user: owner, ...token }
  }
  const password = key ?? fail('"key" is missing: give the API key or password')
  if (version === 3) return { kind: 'v3', url, who, user: owner, key: password, tenant, ...token }
  const name = user ?? fail('"user" is missing')
  return version === 2
    ? { kind: 'v2', url, who, user: name, key: password, tenant, ...token }
    : { kind: 'v1', url, who, user: name, key: password, ...token }
}

type Version = 1 | 2 | 3

function versionOf(url: string, asked: number, fail: (problem: string) => never): Version {
  const version = asked === 0 ? Number(/\/v([123])(?:\.\d+)?(?=\/|$)/.exec(url)?.[1]) : asked
  if (version === 1 || version === 2 || version === 3) return version
  return asked === 0
    ? fail('"auth" does not tell the version of the authentication: set "auth_version" to 1, 2 or 3')
    : fail('"auth_version" must be 0, 1, 2 or 3')
}

/** The URL without a slash at its end, with the version in its path: OpenStack tells its URLs without one. */
function authUrl(text: string, version: Version): string | undefined {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined
  const base = `${url.origin}${url.pathname.replace(/\/+$/, '')}`
  const ending = { 1: '', 2: '/v2.0', 3: '/v3' }[version]
  return version === 1 || new RegExp(`/v${version}(\\.\\d+)?(/|$)`).test(base) ? base : `${base}${ending}`
}

function pick<Name extends string>(fields: Readonly<Record<Name, string | undefined>>): Readonly<Partial<Record<Name, string>>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Record<Name, string>>
}
