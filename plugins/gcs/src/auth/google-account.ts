import { readFile } from 'node:fs/promises'
import { FsError, type HttpClient, isFsError } from '@tranship/core/backend'
import { type AuthClient, GoogleAuth, JWT } from 'google-auth-library'
import { type Credentials, keyOf, SCOPE, type ServiceAccountKey } from './credentials.js'
import { fetchOver } from './fetch-over.js'

/** An account whose tokens Google's own library gets. */
export interface GoogleAccount {
  token(): Promise<string>
  project(): Promise<string | undefined>
  /** What @google-cloud/storage signs with. */
  readonly authClient: GoogleAuth<AuthClient>
}

/**
 * Opens an account by google-auth-library, which knows every kind of credentials that a machine may have: gcloud's file, the metadata
 * server, federated and impersonated identities. Its requests for tokens go over `http`.
 */
export async function openGoogleAccount(credentials: Credentials, http: HttpClient): Promise<GoogleAccount> {
  const key = await keyFor(credentials)
  const auth = authFor(key, fetchOver(http))
  return {
    authClient: auth,
    token: () => tokenOf(auth.getAccessToken()),
    // What cannot be told is asked of the person.
    project: async () => (key === undefined ? auth.getProjectId().catch(() => undefined) : key.project_id),
  }
}

function authFor(key: ServiceAccountKey | undefined, fetchImplementation: typeof fetch): GoogleAuth<AuthClient> {
  const transporterOptions = { fetchImplementation }
  if (key === undefined) return new GoogleAuth({ scopes: [SCOPE], clientOptions: { transporterOptions } })
  const { client_email: email, private_key, private_key_id: keyId } = key
  if (email === undefined || private_key === undefined)
    throw new FsError('signed-out', 'the key of the service account has no "client_email" or no "private_key"')
  const authClient = new JWT({ email, key: private_key, ...(keyId !== undefined && { keyId }), scopes: [SCOPE], transporterOptions })
  const auth = new GoogleAuth<AuthClient>({ authClient })
  auth.jsonContent = { type: 'service_account', client_email: email, private_key } // by which a signature knows whose it is
  return auth
}

/** The key of a service account; undefined for the credentials of the machine. */
async function keyFor(credentials: Credentials): Promise<ServiceAccountKey | undefined> {
  if (credentials.kind === 'service account') return credentials.key
  if (credentials.kind !== 'service account file') return undefined
  const text = await readFile(credentials.file, 'utf8').catch((cause: Error) => {
    throw new FsError('signed-out', `the key of the service account cannot be read: ${cause.message}: correct "service_account_file"`, {
      cause,
    })
  })
  const key = keyOf(text)
  if (key === undefined) throw new FsError('signed-out', '"service_account_file" names a file that is not the JSON of a service account')
  return key
}

async function tokenOf(asked: Promise<string | null | undefined>): Promise<string> {
  const token = await asked.catch((error: unknown) => {
    throw refused(error)
  })
  if (typeof token !== 'string') throw new FsError('signed-out', 'the credentials give no token')
  return token
}

/** A failure of Google's library. Its texts may quote what was sent, so none of them is told. */
export function refused(error: unknown): FsError {
  const { status, message, cause } = (error ?? {}) as { status?: number; message?: string; cause?: unknown }
  if (isFsError(error)) return error
  if (isFsError(cause)) return cause
  if (status !== undefined && (status >= 500 || status === 429))
    return new FsError('unavailable', `no token is given now: status ${status}`)
  if (/default credentials/i.test(message ?? '')) {
    const ways = 'run `gcloud auth application-default login`, or set "service_account_file" or "anonymous = true"'
    return new FsError('signed-out', `there are no credentials on this machine: ${ways}`)
  }
  return new FsError('signed-out', `Google gives no token for these credentials${status === undefined ? '' : `: status ${status}`}`)
}
