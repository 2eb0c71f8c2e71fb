import { FsError, type FsPath, type LinkOptions } from '@tranship/core/backend'
import type { Session } from './client.js'
import { objectPlace } from './key.js'
import { resourceAt } from './stat.js'

/** Milliseconds that a signed URL can live at most. */
const LONGEST_LIFE = 7 * 24 * 3600 * 1000

/** A URL that anybody may GET the object by, until it expires: at the latest after a week. A service account signs it. */
export async function publicLink(session: Session, path: FsPath, { expiry, signal }: LinkOptions): Promise<string> {
  const { settings, context, access } = session
  const { bucket, key } = objectPlace(path)
  await resourceAt(session, path, { fields: 'name' }, signal)
  const { credentials, endpoint } = settings
  if (credentials.kind === 'anonymous') return `${endpoint.origin}/${bucket}/${encodeURIComponent(key).replaceAll('%2F', '/')}`
  const account = await access.account()
  if (account === undefined)
    throw new FsError('unsupported', 'only a service account can sign a link: set "service_account_file"', { path })
  if (expiry !== undefined && expiry > LONGEST_LIFE)
    context.log('notice', 'the link will live for 7 days, which is the most that Google allows', path)
  const { signedUrl } = await import('./auth/signed-url.js')
  return signedUrl(account, endpoint.origin, { bucket, key }, Math.min(expiry ?? LONGEST_LIFE, LONGEST_LIFE))
}
