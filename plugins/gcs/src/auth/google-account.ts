import { Storage, type StorageOptions } from '@google-cloud/storage'
import { FsError, type HttpClient, isFsError } from '@tranship/core/backend'
import { type Credentials, SCOPE } from './credentials.js'
import { fetchOver } from './fetch-over.js'

/** An account whose tokens Google's own library gets. */
export interface GoogleAccount {
  token(): Promise<string>
  project(): Promise<string | undefined>
}

/**
 * Opens the account by @google-cloud/storage, whose google-auth-library knows every kind of credentials: keys of service accounts,
 * gcloud's file, the metadata server, federated and impersonated identities. Its requests go over `http`.
 */
export function openGoogleAccount(credentials: Credentials, http: HttpClient): GoogleAccount {
  const { authClient } = storageFor(credentials, http)
  return {
    token: async () => {
      const token = await authClient.getAccessToken().catch((error: unknown) => {
        throw refused(error)
      })
      if (typeof token !== 'string') throw new FsError('signed-out', 'the credentials give no token')
      return token
    },
    // What cannot be told is asked of the person.
    project: () => authClient.getProjectId().catch(() => undefined),
  }
}

/** Google's client for an account, for what is not worth doing by hand. */
export function storageFor(credentials: Credentials, http: HttpClient, more: StorageOptions = {}): Storage {
  return new Storage({
    scopes: [SCOPE],
    ...(credentials.kind === 'service account' && { credentials: credentials.key }),
    ...(credentials.kind === 'service account file' && { keyFilename: credentials.file }),
    clientOptions: { transporterOptions: { fetchImplementation: fetchOver(http) } },
    ...more,
  })
}

/** A failure of Google's library. Its texts may quote what was sent, so only those that are known to be harmless are told. */
function refused(error: unknown): FsError {
  const { status, code, message } = (error ?? {}) as { status?: number; code?: string; message?: string }
  if (isFsError((error as { cause?: unknown })?.cause)) return (error as { cause: FsError }).cause
  if (status !== undefined && status >= 500) return new FsError('unavailable', `no token is given now: status ${status}`)
  if (code === 'ENOENT') return new FsError('signed-out', 'the file of the service account is missing: correct "service_account_file"')
  if (/default credentials/i.test(message ?? '')) {
    const ways = 'run `gcloud auth application-default login`, or set "service_account_file" or "anonymous = true"'
    return new FsError('signed-out', `there are no credentials on this machine: ${ways}`)
  }
  return new FsError('signed-out', `Google gives no token for these credentials${status === undefined ? '' : `: status ${status}`}`)
}
