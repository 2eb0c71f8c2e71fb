import { type HttpClient, untilAborted } from '@tranship/core/backend'
import type { Settings } from '../settings.js'
import { type Account, logIn } from './account.js'

/** Keeps a token for all requests of an Fs, and gets another one when it has expired. */
export interface Access {
  /** Logs in before the first request, once for all who wait. */
  account(signal: AbortSignal): Promise<Account>
  /** Another account than this one, which the service refuses: logs in again, once for all who were refused. */
  renewed(refused: Account, signal: AbortSignal): Promise<Account>
}

export function createAccess(settings: Settings, http: () => Promise<HttpClient>, runSignal: AbortSignal): Access {
  const { login, storageUrl } = settings
  let current: Promise<Account> | undefined =
    login.token === undefined || storageUrl === undefined ? undefined : Promise.resolve({ token: login.token, storageUrl })

  const fresh = (): Promise<Account> => {
    const making = http().then((client) => logIn(settings, client, runSignal))
    current = making
    making.catch(() => {
      if (current === making) current = undefined
    })
    return making
  }
  return {
    account: (signal) => untilAborted(current ?? fresh(), signal),
    renewed: async (refused, signal) => {
      const held = current
      const known = await held?.catch(() => undefined)
      if (known !== undefined && known !== refused) return known
      // Who comes first logs in, the others wait for that.
      return untilAborted(current === held ? fresh() : (current ?? fresh()), signal)
    },
  }
}
