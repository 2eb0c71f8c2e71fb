import { type AuthorizeIO, authorizeByCode, type BackendContext, ConfigError } from '@tranship/core/backend'
import type { GcsOptions } from '../options.js'
import { providerOf } from './credentials.js'

/** Logs a person in with the browser, by an OAuth client of their own. */
export async function authorize(options: GcsOptions, io: AuthorizeIO, context: BackendContext): Promise<Readonly<Record<string, string>>> {
  if (options.client_id === undefined) {
    const ways = 'a service account ("service_account_file"), "env_auth = true" or "anonymous = true"'
    throw new ConfigError(
      `a log-in with the browser needs the "client_id" and "client_secret" of a client of your own; without one use ${ways}`,
    )
  }
  return { token: JSON.stringify(await authorizeByCode(providerOf(options), io, context)) }
}
