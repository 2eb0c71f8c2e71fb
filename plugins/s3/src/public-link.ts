import { FsError, type FsPath, type LinkOptions } from '@tranship/core/backend'
import { type Session, settingsIn } from './client/session.js'
import { signatureOf, stringToSign } from './client/signer-v2.js'
import { objectKey } from './key.js'
import { encodedKey } from './lean/encoding.js'
import { canonicalQuery, presignedV4 } from './lean/signing-v4.js'
import { type Target, targeting } from './lean/target.js'
import { headAnswer } from './stat.js'

/** Seconds: what version 4 allows a signed URL to live. */
const LONGEST_LIFE = 7 * 24 * 3600
/** Seconds since the epoch: what every service can hold. */
const LATEST_EXPIRY = 2 ** 31 - 1

/** A URL that anybody may GET the object by, until it expires: at the latest after a week (version 4). */
export async function publicLink(session: Session, path: FsPath, { expiry, signal }: LinkOptions): Promise<string> {
  const { settings, context } = session
  const { Bucket, Key } = objectKey(path)
  if (settings.customerKey !== undefined)
    throw new FsError('unsupported', 'nobody can read it without the key that it is encrypted by', { path })
  await headAnswer(session, path, signal)

  const s3 = await session.client(path)
  const target = targeting(s3, settingsIn(settings, session.regionOf(path)))(Bucket)
  if (target === undefined) throw new FsError('unsupported', 'there is no link to what is reached by an access point', { path })
  const place = `${target.path}/${encodedKey(Key)}`
  if (settings.credentials.kind === 'anonymous') return `${target.origin}${place}`
  const credentials = await s3.config.credentials()
  const life = expiry === undefined ? undefined : Math.max(1, Math.round(expiry / 1000))
  if (settings.signature === 'v2') return linkV2(target, place, settings.endpoint, credentials, life)

  if (life !== undefined && life > LONGEST_LIFE)
    context.log('notice', 'the link will live for 7 days, which is the most that S3 allows', path)
  const query = presignedV4(credentials, {
    region: target.signingRegion,
    host: target.host,
    path: place,
    life: Math.min(life ?? LONGEST_LIFE, LONGEST_LIFE),
    query: settings.requesterPays ? { 'x-amz-request-payer': 'requester' } : {},
  })
  return `${target.origin}${place}?${query}`
}

function linkV2(
  { host, hostname, origin }: Target,
  place: string,
  endpoint: string | undefined,
  { accessKeyId, secretAccessKey, sessionToken }: { accessKeyId: string; secretAccessKey: string; sessionToken?: string },
  life: number | undefined,
): string {
  const expires = life === undefined ? LATEST_EXPIRY : Math.min(LATEST_EXPIRY, Math.floor(Date.now() / 1000) + life)
  const token = sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }
  // What is the date of a request is its expiry here.
  const request = { method: 'GET', hostname, path: place, headers: { date: String(expires), ...token } }
  const text = stringToSign(request, endpoint === undefined ? host : new URL(endpoint).hostname)
  const query = canonicalQuery({
    AWSAccessKeyId: accessKeyId,
    Expires: String(expires),
    Signature: signatureOf(text, secretAccessKey),
    ...token,
  })
  return `${origin}${place}?${query}`
}
