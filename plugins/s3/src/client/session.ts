import type { S3 } from '@aws-sdk/client-s3'
import { type BackendContext, bucketPlace, type FsError, type FsPath, isFsError, repeatedly, type SlotUse } from '@tranship/core/backend'
import { regionIn, serviceCode, toFsError } from '../errors.js'
import { createClient } from './client.js'
import { isAws } from './provider.js'
import { createServiceClock, type ServiceClock } from './service-clock.js'
import type { Settings } from './settings.js'

/** What every part of an open S3 Fs works with. */
export interface Session {
  readonly settings: Settings
  readonly context: BackendContext
  readonly clock: ServiceClock
  /** The client for the bucket of a path: of the region that it is known to be in. Loaded and made once for each region. */
  client(path?: string): Promise<S3>
  /** The region that the bucket of a path is asked in. */
  regionOf(path: string): string
  /** Takes in where the bucket of a path is. The first word on it counts: false for any other one. */
  moved(path: string, region: string): boolean
  close(): Promise<void>
}

/** What one request is about. */
export interface Request {
  /** For the message of its error; and its bucket tells the region. */
  readonly path: string
  /** `unlimited`: a body that is read, which never waits for a slot. */
  readonly use?: SlotUse | 'unlimited'
  /** What it holds in memory. */
  readonly bytes?: number
  readonly signal?: AbortSignal | undefined
  /** Once sent, it is not cut off: what it did would stay unknown. */
  readonly atomic?: boolean
}

/** What a call of the SDK takes besides its input. */
export interface HttpOptions {
  readonly abortSignal?: AbortSignal
  /** The SHA-256 of the body in hex, where it is known already. */
  readonly bodySha256?: string
}

export function createSession(settings: Settings, context: BackendContext): Session {
  const clients = new Map<string, Promise<S3>>()
  const regions = new Map<string, string>()
  const regionOf = (path: string): string => (regions.size === 0 ? undefined : regions.get(bucketOf(path))) ?? settings.signingRegion
  const clock = createServiceClock()
  return {
    settings,
    context,
    clock,
    regionOf,
    client: (path = '') => {
      const region = regionOf(path)
      const known = clients.get(region)
      if (known !== undefined) return known
      const made = createClient(settingsIn(settings, region), context.http, clock)
      clients.set(region, made)
      return made
    },
    moved: (path, region) => {
      const bucket = bucketOf(path)
      if (bucket === '') return false
      const known = regions.get(bucket)
      if (known === undefined) regions.set(bucket, region)
      return known === undefined || known === region
    },
    close: async () => {
      for (const made of clients.values()) (await made).destroy()
    },
  }
}

/**
 * One request: waits for its slot, sends it, and tells the limiter how it went. A bucket that the service says is in another
 * region is asked there, once more, at an endpoint that only the settings and the region's name decide: no address that an
 * answer names is ever followed. Rejects with an FsError, or the signal's reason.
 */
export async function request<Answer>(
  session: Session,
  about: Request,
  send: (s3: S3, http: HttpOptions) => Promise<Answer>,
): Promise<Answer> {
  const { path } = about
  const asked = session.regionOf(path)
  try {
    return await attempt(session, about, send)
  } catch (error) {
    const region = isFsError(error) ? regionIn(error.cause) : undefined
    if (region === undefined || region === asked || !session.moved(path, region)) throw error
    session.context.log('debug', `the bucket is in the region ${region}, not in ${asked}`, path)
    return attempt(session, about, send)
  }
}

async function attempt<Answer>(session: Session, about: Request, send: (s3: S3, http: HttpOptions) => Promise<Answer>): Promise<Answer> {
  const { context } = session
  const { use = 'request', bytes = 0, signal = context.signal } = about
  const s3 = await session.client(about.path)
  const slot = use === 'unlimited' ? undefined : await context.limiter.enter(use, bytes, signal)
  try {
    signal.throwIfAborted()
    const answer = await send(s3, about.atomic ? {} : { abortSignal: signal })
    slot?.done()
    return answer
  } catch (error) {
    const failure = signal.aborted && serviceCode(error) === undefined ? signal.reason : fsErrorOf(session, error, about.path)
    if (isFsError(failure, 'rate-limited')) slot?.refused(failure.retryAfter)
    else if (!isFsError(failure) || failure.kind === 'unavailable') slot?.failed()
    else slot?.done()
    throw failure
  }
}

/**
 * One request of many that make up an operation: as `request`, and again while it fails in a way that may pass. Core repeats
 * operations as a whole, so what is a single request needs no more than `request`.
 */
export function steadyRequest<Answer>(
  session: Session,
  about: Request,
  send: (s3: S3, http: HttpOptions) => Promise<Answer>,
): Promise<Answer> {
  const { context } = session
  return repeatedly(() => request(session, about, send), {
    signal: about.signal ?? context.signal,
    ...(context.retry && { policy: context.retry }),
    again: (error, attempt) => context.log('debug', `request: try ${attempt} follows: ${error.message}`, about.path),
  })
}

/** An error of this session's service as an FsError. */
export function fsErrorOf({ settings, context }: Session, error: unknown, path: string): FsError {
  const host = settings.endpoint === undefined ? `S3 in ${settings.region}` : new URL(settings.endpoint).host
  return toFsError(error, { path, region: settings.region, host, remote: context.remote, hasEscapes: hasEscapes(settings) })
}

/** The settings for buckets in another region. An endpoint of AWS serves its own region only: the region's replaces it. */
export function settingsIn(settings: Settings, region: string): Settings {
  const { endpoint, signingRegion } = settings
  if (region === signingRegion) return settings
  return { ...settings, signingRegion: region, endpoint: endpoint !== undefined && isAws(endpoint) ? undefined : endpoint }
}

function bucketOf(path: string): string {
  return path === '' ? '' : bucketPlace(path as FsPath).bucket
}

/** Whether the secret looks like one that was copied out of a JSON text as it stands there. */
function hasEscapes({ credentials }: Settings): boolean {
  return credentials.kind === 'keys' && credentials.keys.secretAccessKey.includes('\\/')
}
