import { Storage } from '@google-cloud/storage'
import type { ObjectPlace } from '../key.js'
import { type GoogleAccount, refused } from './google-account.js'

/** A URL to GET an object by, for `life` milliseconds. Rejects with `signed-out` for credentials that cannot sign. */
export async function signedUrl(
  { authClient }: GoogleAccount,
  origin: string,
  { bucket, key }: ObjectPlace,
  life: number,
): Promise<string> {
  const storage = new Storage({ authClient, apiEndpoint: origin })
  const expires = Date.now() + Math.max(1000, life)
  const [url] = await storage
    .bucket(bucket)
    .file(key)
    .getSignedUrl({ version: 'v4', action: 'read', expires })
    .catch((error: unknown) => {
      throw refused(error)
    })
  return url
}
