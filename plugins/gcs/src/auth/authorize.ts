import { type AuthorizeIO, authorizeByCode, type BackendContext, ConfigError } from '@tranship/core/backend'
import type { GcsOptions } from '../options.js'
import { providerOf } from './credentials.js'

/** Logs a person in with the browser; nothing to do where the remote has other credentials. */
export async function authorize(options: GcsOptions, io: AuthorizeIO, context: BackendContext): Promise<Readonly<Record<string, string>>> {
  const { service_account_file, service_account_credentials, access_token, anonymous, env_auth, client_id } = options
  const hasOthers = anonymous || env_auth || [service_account_file, service_account_credentials, access_token].some((one) => one)
  if (hasOthers) return {}
  if (client_id === undefined) {
    const ways = 'a service account ("service_account_file"), "env_auth = true" or "anonymous = true"'
    throw new ConfigError(
      `a log-in with the browser needs the "client_id" and "client_secret" of a client of your own; without one use ${ways}`,
    )
  }
  return { token: JSON.stringify(await authorizeByCode(providerOf(options), io, context)) }
}
