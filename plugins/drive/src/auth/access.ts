import { type BackendContext, freshToken, type HttpClient, type Token, untilAborted } from '@tranship/core/backend'
import { type Login, tokenUrlOf } from './login.js'
import { serviceAccountToken } from './service-account.js'

/** Milliseconds before its end at which a token counts as expired. */
const MARGIN = 60_000
const LONG_AGO = new Date(0).toISOString()

/** Keeps a token for all requests of an Fs, and gets another one when it expires. */
export interface Access {
  token(signal: AbortSignal): Promise<string>
  /** Another token than this one, which the service refuses: renewed once for all who were refused. */
  renewed(refused: string, signal: AbortSignal): Promise<string>
}

export function createAccess(login: Login, http: () => Promise<HttpClient>, context: BackendContext, now: () => number = Date.now): Access {
  let current: Token | undefined
  let getting: Promise<Token> | undefined
  const isOver = ({ expiry }: Token) => expiry !== undefined && Date.parse(expiry) - MARGIN <= now()
  const get = (refused: Token | undefined): Promise<Token> => {
    getting ??= newToken(login, refused, http, context, now).finally(() => {
      getting = undefined
    })
    return getting.then((token) => {
      current = token
      return token
    })
  }
  return {
    token: async (signal) => {
      const held = current
      return (held !== undefined && !isOver(held) ? held : await untilAborted(get(held), signal)).access_token
    },
    renewed: async (refused, signal) => {
      const held = current
      if (held !== undefined && held.access_token !== refused) return held.access_token
      return (await untilAborted(get(held && { ...held, expiry: LONG_AGO }), signal)).access_token
    },
  }
}

/** The first token, or the one after `old`. One that is made from a refresh token is saved. */
async function newToken(
  login: Login,
  old: Token | undefined,
  http: () => Promise<HttpClient>,
  context: BackendContext,
  now: () => number,
): Promise<Token> {
  if (login.kind === 'token') {
    const held = old ?? login.token
    const fresh = await freshToken(login.provider, held, context, now())
    if (fresh !== held) await context.saveOptions({ token: JSON.stringify(fresh) })
    return fresh
  }
  const { credentials, scopes, impersonate } = login
  const tokenUrl = tokenUrlOf(login)
  if (credentials.kind === 'user') {
    const { client_id: clientId, client_secret: clientSecret, refresh_token } = credentials.user
    const provider = { authorizationUrl: '', tokenUrl, clientId, clientSecret, scopes }
    return freshToken(provider, { access_token: '', token_type: 'Bearer', refresh_token, expiry: LONG_AGO }, context, now())
  }
  return serviceAccountToken(await http(), credentials.account, { scopes, subject: impersonate, tokenUrl }, context.signal, now())
}
