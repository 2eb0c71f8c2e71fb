import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { ConfigError } from '@tranship/core/backend'
import type { ServiceAccount } from './service-account.js'

/** A JSON text, the file that has it, or what the environment names. */
export type CredentialSource = { readonly text: string } | { readonly file: string } | 'environment'

/** What `gcloud auth application-default login` leaves behind. */
interface AuthorizedUser {
  readonly client_id: string
  readonly client_secret: string
  readonly refresh_token: string
}

/** What a JSON file of Google's credentials may hold. */
export type Credentials =
  | { readonly kind: 'service account'; readonly account: ServiceAccount }
  | { readonly kind: 'user'; readonly user: AuthorizedUser }

/** Reads credentials. Throws a ConfigError that shows nothing of them. */
export async function readCredentials(source: CredentialSource, remote: string): Promise<Credentials> {
  const fail = (problem: string): never => {
    throw new ConfigError(`remote "${remote}": ${problem}`)
  }
  const file = fileOf(source)
  const text =
    file === undefined
      ? textOf(source)
      : await readFile(file, 'utf8').catch((error: Error) => fail(`the credentials cannot be read: ${error.message}`))
  const credentials = credentialsIn(text)
  return credentials ?? fail(`${file === undefined ? 'the credentials are' : `${file} is`} no JSON of a service account or of a user`)
}

/** Undefined for a text that has neither kind of credentials. */
function credentialsIn(text: string): Credentials | undefined {
  const told = parsed(text)
  if (typeof told !== 'object' || told === null) return undefined
  const has = (...names: readonly string[]) => names.every((name) => typeof (told as Record<string, unknown>)[name] === 'string')
  if (has('client_email', 'private_key')) return { kind: 'service account', account: told as ServiceAccount }
  if (has('client_id', 'client_secret', 'refresh_token')) return { kind: 'user', user: told as AuthorizedUser }
  return undefined
}

function fileOf(source: CredentialSource): string | undefined {
  if (source !== 'environment') return 'file' in source ? withHome(source.file) : undefined
  return process.env.GOOGLE_APPLICATION_CREDENTIALS ?? join(homedir(), '.config/gcloud/application_default_credentials.json')
}

function withHome(file: string): string {
  return file.startsWith('~/') ? join(homedir(), file.slice(2)) : file
}

function textOf(source: CredentialSource): string {
  return source !== 'environment' && 'text' in source ? source.text : ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
