import { type BackendContext, FsError, freshToken, type Token, untilAborted } from '@tranship/core/backend'
import type { Settings } from '../settings.js'
import { providerOf } from './authorize.js'

/** The token that requests are sent with. */
export interface Access {
  /** Renewed before if it is about to expire. */
  token(signal: AbortSignal | undefined): Promise<string>
  /** Another one than this, which the service does not take any more. */
  renewed(refused: string, signal: AbortSignal | undefined): Promise<string>
}

/** A token is renewed once for all who need it, and saved. */
export function createAccess({ token: first, app, remote }: Settings, context: BackendContext): Access {
  const provider = providerOf(app, [])
  let current: Token = first
  let renewing: Promise<Token> | undefined

  const renew = async (token: Token): Promise<Token> => {
    if (provider === undefined) {
      const advice = 'set "client_id" to the key of the app that it was made with, or log in again with one'
      throw new FsError('signed-out', `the log-in of "${remote}" has expired, and cannot be renewed: ${advice}`)
    }
    const fresh = await freshToken(provider, token, context)
    current = fresh
    await context.saveOptions({ token: JSON.stringify(fresh) })
    return fresh
  }
  const renewOnce = async (token: Token, signal: AbortSignal | undefined): Promise<string> => {
    renewing ??= renew(token).finally(() => {
      renewing = undefined
    })
    return (await untilAborted(renewing, signal)).access_token
  }

  return {
    token: async (signal) => (isFresh(current) ? current.access_token : renewOnce(current, signal)),
    renewed: async (refused, signal) => {
      if (current.access_token !== refused) return current.access_token
      return renewOnce({ ...current, expiry: new Date(0).toISOString() }, signal)
    },
  }
}

/** Milliseconds before its end at which a token is renewed. */
const MARGIN = 60_000

function isFresh({ expiry }: Token): boolean {
  return expiry === undefined || Date.parse(expiry) - MARGIN > Date.now()
}
