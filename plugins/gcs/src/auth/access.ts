import { type BackendContext, FsError, freshToken, type HttpClient, type Token, untilAborted } from '@tranship/core/backend'
import type { Credentials } from './credentials.js'
import type { GoogleAccount } from './google-account.js'

/** What goes with a request to prove who asks; undefined: nothing. */
export type AccessToken = string | undefined

/** Keeps a token for all requests of an Fs, and gets another one when it has expired. */
export interface Access {
  /** A token that lasts; renewed once for all who wait. */
  token(signal: AbortSignal): Promise<AccessToken>
  /** Another token than this one, which the service refuses: asked for once for all who were refused. Undefined: there is no other. */
  renewed(refused: AccessToken, signal: AbortSignal): Promise<AccessToken>
  /** The project that the credentials belong to, where they tell. */
  project(): Promise<string | undefined>
  /** An account that can sign; undefined for credentials that are only a token. */
  account(): Promise<GoogleAccount | undefined>
}

/** Something that gives tokens. `force`: the one it gave last is refused. */
interface TokenSource {
  get(force: boolean): Promise<AccessToken>
  account?(): Promise<GoogleAccount>
}

export function createAccess(credentials: Credentials, http: () => Promise<HttpClient>, context: BackendContext): Access {
  const source = sourceOf(credentials, http, context)
  let latest: AccessToken
  let renewing: Promise<AccessToken> | undefined

  const renew = (): Promise<AccessToken> => {
    renewing ??= source
      .get(true)
      .then((token) => {
        latest = token
        return token
      })
      .finally(() => {
        renewing = undefined
      })
    return renewing
  }
  return {
    token: async (signal) => {
      latest = await untilAborted(renewing ?? source.get(false), signal)
      return latest
    },
    renewed: async (refused, signal) => {
      if (latest !== refused) return latest
      const token = await untilAborted(renew(), signal)
      return token === refused ? undefined : token
    },
    project: async () => (await source.account?.())?.project(),
    account: async () => source.account?.(),
  }
}

function sourceOf(credentials: Credentials, http: () => Promise<HttpClient>, context: BackendContext): TokenSource {
  switch (credentials.kind) {
    case 'anonymous':
      return { get: async () => undefined }
    case 'access token':
      return { get: async () => credentials.accessToken }
    case 'token':
      return ownToken(credentials, context)
    case 'service account':
    case 'service account file':
    case 'application default':
      return ofGoogle(credentials, http)
  }
}

/** A person's token, which is saved whenever it is renewed. */
function ownToken({ token: first, provider }: Extract<Credentials, { kind: 'token' }>, context: BackendContext): TokenSource {
  let token: Token = first
  let refreshing: Promise<Token> | undefined

  const refresh = async (old: Token): Promise<Token> => {
    const fresh = await freshToken(provider, old, context)
    if (fresh === old) return old
    token = fresh
    await context.saveOptions({ token: JSON.stringify(fresh) })
    return fresh
  }
  return {
    get: async (force) => {
      const isRenewable = token.refresh_token !== undefined && provider.clientId !== ''
      if (force && !isRenewable) return token.access_token
      const isOver = token.expiry !== undefined && Date.parse(token.expiry) <= Date.now()
      if (isOver && provider.clientId === '') {
        const advice = 'set the "client_id" and "client_secret" that it was made with, or use a service account'
        throw new FsError('signed-out', `the token of "${context.remote}" has expired and cannot be renewed: ${advice}`)
      }
      if (!isRenewable) return token.access_token
      refreshing ??= refresh(force ? { ...token, expiry: new Date(0).toISOString() } : token).finally(() => {
        refreshing = undefined
      })
      return (await refreshing).access_token
    },
  }
}

type GoogleCredentials = Exclude<Credentials, { kind: 'anonymous' | 'access token' | 'token' }>

/** Service accounts, and what the machine has: Google's library knows all their kinds, and is loaded with the first request. */
function ofGoogle(credentials: GoogleCredentials, http: () => Promise<HttpClient>): TokenSource {
  const open = async (): Promise<GoogleAccount> => (await import('./google-account.js')).openGoogleAccount(credentials, await http())
  let account: Promise<GoogleAccount> | undefined
  const current = (): Promise<GoogleAccount> => {
    const opening = account ?? open()
    account = opening
    opening.catch(() => {
      if (account === opening) account = undefined
    })
    return opening
  }
  return {
    get: async (force) => {
      if (force) account = undefined // with the token that it holds
      return (await current()).token()
    },
    account: current,
  }
}
