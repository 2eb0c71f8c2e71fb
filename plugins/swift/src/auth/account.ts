import { FsError, type HttpAnswer, type HttpClient, type HttpRequest } from '@tranship/core/backend'
import { errorOf } from '../errors.js'
import type { Settings } from '../settings.js'
import { type CatalogV2, type CatalogV3, storageUrlV2, storageUrlV3 } from './catalog.js'
import type { Login } from './login.js'

/** What each request needs: where the account is, and a token that opens it. */
export interface Account {
  readonly storageUrl: string
  readonly token: string
}

/** Bytes of an answer; catalogs of large clouds are long. */
const LONGEST_ANSWER = 4 * 1024 ** 2

/** Logs in once. Wrong credentials are `signed-out`. */
export async function logIn(settings: Settings, http: HttpClient, signal: AbortSignal): Promise<Account> {
  const { login } = settings
  if (login.kind === 'token')
    throw new FsError('signed-out', 'the "auth_token" is wrong or has expired: get a new one, or give "user" and "key"')
  const account = await LOGINS[login.kind](login as never, settings, http, signal)
  return { ...account, storageUrl: settings.storageUrl ?? account.storageUrl }
}

type Of<Kind extends Login['kind']> = Extract<Login, { kind: Kind }>

const LOGINS: {
  readonly [Kind in Exclude<Login['kind'], 'token'>]: (
    login: Of<Kind>,
    settings: Settings,
    http: HttpClient,
    signal: AbortSignal,
  ) => Promise<Account>
} = {
  v1: async ({ url, user, key }, _settings, http, signal) => {
    const answer = await ask(http, { ...splitUrl(url), method: 'GET', credentials: { 'x-auth-user': user, 'x-auth-key': key }, signal })
    await answer.whole(LONGEST_ANSWER)
    const storageUrl = answer.headers['x-storage-url']
    const token = answer.headers['x-auth-token'] ?? answer.headers['x-storage-token']
    if (storageUrl === undefined || token === undefined) throw noLogin(url)
    return { storageUrl: storageUrl.replace(/\/+$/, ''), token }
  },
  v2: async ({ url, user, key, tenant }, settings, http, signal) => {
    const scope = { ...(tenant.name !== undefined && { tenantName: tenant.name }), ...(tenant.id !== undefined && { tenantId: tenant.id }) }
    const ways = [
      { passwordCredentials: { username: user, password: key } },
      { 'RAX-KSKEY:apiKeyCredentials': { username: user, apiKey: key } }, // Rackspace's other kind of secret
    ]
    // A key of Rackspace looks so, and is no password: the likelier way goes first.
    if (/^[0-9a-f]{32}$/.test(key)) ways.reverse()
    const tell = (way: object) => posted<AnswerV2>(http, `${url}/tokens`, { auth: { ...way, ...scope } }, signal)
    const { body } = await tell(ways[0] ?? {}).catch((error: unknown) => {
      if (url.includes('rackspace')) return tell(ways[1] ?? {})
      throw error
    })
    const token = body.access?.token?.id
    if (token === undefined) throw noLogin(url)
    return { token, storageUrl: settings.storageUrl ?? storageUrlV2(body.access?.serviceCatalog ?? [], settings) }
  },
  v3: async ({ url, user, key, tenant }, settings, http, signal) => {
    const identity = { methods: ['password'], password: { user: { ...named(user), password: key } } }
    const scope = tenant.name === undefined && tenant.id === undefined ? {} : { scope: { project: named(tenant) } }
    return loginV3(url, { identity, ...scope }, settings, http, signal)
  },
  application: async ({ url, credential, user }, settings, http, signal) => {
    const { id, name, secret } = credential
    const which = id === undefined ? { name, user: named(user) } : { id }
    const identity = { methods: ['application_credential'], application_credential: { ...which, secret } }
    return loginV3(url, { identity }, settings, http, signal)
  },
}

interface AnswerV2 {
  readonly access?: { readonly token?: { readonly id?: string }; readonly serviceCatalog?: CatalogV2 }
}

interface AnswerV3 {
  readonly token?: { readonly catalog?: CatalogV3 }
}

async function loginV3(url: string, auth: object, settings: Settings, http: HttpClient, signal: AbortSignal): Promise<Account> {
  const { headers, body } = await posted<AnswerV3>(http, `${url}/auth/tokens`, { auth }, signal)
  const token = headers['x-subject-token']
  if (token === undefined) throw noLogin(url)
  return { token, storageUrl: settings.storageUrl ?? storageUrlV3(body.token?.catalog ?? [], settings) }
}

/** By its id, or by its name in a domain. */
function named({ id, name, domain = 'Default' }: { readonly id?: string; readonly name?: string; readonly domain?: string }): object {
  return id === undefined ? { name, domain: { name: domain } } : { id }
}

async function posted<Body>(http: HttpClient, url: string, body: object, signal: AbortSignal) {
  const answer = await ask(http, {
    ...splitUrl(url),
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
    signal,
  })
  const text = (await answer.whole(LONGEST_ANSWER)).toString()
  try {
    return { headers: answer.headers, body: JSON.parse(text) as Body }
  } catch (cause) {
    throw new FsError('unexpected', `${url} answers a login with something else than JSON`, { cause })
  }
}

async function ask(http: HttpClient, request: HttpRequest): Promise<HttpAnswer> {
  const answer = await http.send(request)
  if (answer.status < 300) return answer
  const { host } = new URL(request.origin)
  const error = await errorOf(answer, { path: '', action: 'login' })
  if (answer.status !== 401 && answer.status !== 403) {
    const { kind, temporary, cause, retryAfter } = error
    const details = { temporary, cause, ...(retryAfter !== undefined && { retryAfter }) }
    throw new FsError(kind, `the login at ${host} failed: ${error.message}`, details)
  }
  throw new FsError('signed-out', `${host} does not let this user in: "user", "key" or "tenant" is wrong (${answer.status})`, {
    cause: error.cause,
  })
}

function noLogin(url: string): FsError {
  return new FsError('unexpected', `${url} answers a login without a token: is "auth" right, and "auth_version"?`)
}

function splitUrl(url: string): { readonly origin: string; readonly target: string } {
  const { origin, pathname, search } = new URL(url)
  return { origin, target: `${pathname}${search}` }
}
