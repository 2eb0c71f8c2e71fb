import type { S3 } from '@aws-sdk/client-s3'
import { type BackendContext, type FsError, isFsError, repeatedly, type SlotUse } from '@tranship/core/backend'
import { serviceCode, toFsError } from '../errors.js'
import { createClient } from './client.js'
import type { Settings } from './settings.js'

/** What every part of an open S3 Fs works with. */
export interface Session {
  readonly settings: Settings
  readonly context: BackendContext
  /** The client of the SDK, loaded and made once. */
  client(): Promise<S3>
  close(): Promise<void>
}

/** What one request is about. */
export interface Request {
  /** For the message of its error. */
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
  let made: Promise<S3> | undefined
  return {
    settings,
    context,
    client: () => {
      made ??= createClient(settings, context.http)
      return made
    },
    close: async () => {
      const s3 = await made
      s3?.destroy()
    },
  }
}

/** One request: waits for its slot, sends it once, and tells the limiter how it went. Rejects with an FsError, or the signal's reason. */
export async function request<Answer>(
  session: Session,
  about: Request,
  send: (s3: S3, http: HttpOptions) => Promise<Answer>,
): Promise<Answer> {
  const { context } = session
  const { use = 'request', bytes = 0, signal = context.signal } = about
  const s3 = await session.client()
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
    again: (error, attempt) => context.log('debug', `request: try ${attempt} follows: ${error.message}`, about.path),
  })
}

/** An error of this session's service as an FsError. */
export function fsErrorOf({ settings }: Session, error: unknown, path: string): FsError {
  const host = settings.endpoint === undefined ? `S3 in ${settings.region}` : new URL(settings.endpoint).host
  return toFsError(error, { path, region: settings.region, host })
}
