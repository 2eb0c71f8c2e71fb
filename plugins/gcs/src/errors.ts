import { FsError, type FsErrorKind, type HttpAnswer, isFsError, spokenLine } from '@tranship/core/backend'

interface Meaning {
  readonly kind: FsErrorKind
  /** In our words; absent: the service's own. */
  readonly message?: string
}

/** What was asked for, where the same status means different things. */
export type Action = 'object' | 'bucket' | 'make bucket' | 'remove bucket' | 'upload'

const BUSY: Meaning = { kind: 'unavailable' }
const SLOW_DOWN: Meaning = { kind: 'rate-limited', message: 'the service asks for fewer requests' }

/** What the status of an answer means; one of 500 and more is `unavailable`, any other `unexpected`. */
const STATUSES: Readonly<Record<number, Meaning>> = {
  401: { kind: 'signed-out', message: 'the service does not accept the credentials' },
  403: { kind: 'denied' },
  404: { kind: 'not-found', message: 'no such object' },
  405: { kind: 'unsupported' },
  408: BUSY,
  409: BUSY, // two writers at a time
  412: { kind: 'precondition-failed', message: 'the object is not the one that was meant' },
  413: { kind: 'unsupported', message: 'the object is larger than the service allows' },
  429: SLOW_DOWN,
  501: { kind: 'unsupported', message: 'the service does not do this' },
}

/** The service's own words for why it refuses, where they tell more than the status. */
const REASONS: Readonly<Record<string, Meaning>> = {
  rateLimitExceeded: SLOW_DOWN,
  userRateLimitExceeded: SLOW_DOWN,
  dailyLimitExceeded: { kind: 'quota' },
  quotaExceeded: { kind: 'quota' },
  bandwidthLimitExceeded: { kind: 'quota' },
  userProjectMissing: { kind: 'denied', message: 'the bucket is requester pays: set "user_project"' },
  userProjectInconsistent: { kind: 'denied' },
  backendError: BUSY,
  internalError: BUSY,
  retentionPolicyNotMet: { kind: 'denied' },
}

const FOR_ACTION: Readonly<Partial<Record<Action, Readonly<Record<number, Meaning>>>>> = {
  bucket: { 404: { kind: 'not-found', message: 'no such bucket' } },
  'make bucket': {
    400: { kind: 'invalid-path' },
    409: { kind: 'already-exists', message: 'the name is that of a bucket already, maybe of somebody else' },
  },
  'remove bucket': {
    404: { kind: 'not-found', message: 'no such bucket' },
    409: { kind: 'not-empty', message: 'the bucket is not empty' },
    412: { kind: 'not-empty', message: 'the bucket is not empty' },
  },
  upload: {
    404: { kind: 'not-found', message: 'the upload session is gone' },
    410: { kind: 'not-found', message: 'the upload session is gone' },
  },
}

/** Bytes of an error's body that are read. */
const LONGEST_TEXT = 64 * 1024

export interface Subject {
  /** For the message and the error. */
  readonly path: string
  readonly action?: Action
}

/** An answer that refuses, as the cause of an FsError. */
interface Refusal extends Error {
  readonly status: number
}

/** The status of the answer that an error comes from; undefined when no answer came. */
export function statusOf(error: unknown): number | undefined {
  return isFsError(error) && error.cause instanceof Error && 'status' in error.cause ? (error.cause as Refusal).status : undefined
}

/** An answer that refuses, as an FsError. Reads its body. */
export async function errorOf(answer: HttpAnswer, subject: Subject): Promise<FsError> {
  const text = await answer.text(LONGEST_TEXT).catch(() => '')
  return refusal(answer.status, text, subject, retryAfterOf(answer.headers['retry-after']))
}

/** What a status and a body of the service mean. */
export function refusal(status: number, text: string, { path, action = 'object' }: Subject, retryAfter?: number): FsError {
  const { reason, message } = told(text)
  const meaning = meaningOf(status, reason, message, action)
  const cause: Refusal = Object.assign(new Error(message), { status })
  return new FsError(meaning.kind, `${meaning.message ?? message} (${status}${reason === undefined ? '' : ` ${reason}`})`, {
    path,
    cause,
    ...(retryAfter !== undefined && { retryAfter }),
  })
}

function meaningOf(status: number, reason: string | undefined, message: string, action: Action): Meaning {
  if (status === 400 && /md5|crc32c|checksum|hash/i.test(message))
    return { kind: 'mismatch', message: 'the service received other bytes than were sent' }
  if (status === 400 && /object name|name is too long|disallowed (?:unicode|character)/i.test(message)) return { kind: 'invalid-path' }
  const ofReason = reason === undefined ? undefined : REASONS[reason]
  return ofReason ?? FOR_ACTION[action]?.[status] ?? STATUSES[status] ?? (status >= 500 ? BUSY : { kind: 'unexpected' })
}

/** Milliseconds, from seconds or a date. */
function retryAfterOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}

/** What a body says: the API answers in JSON, its media and what stands before it in plain text or HTML. */
function told(text: string): { readonly reason?: string; readonly message: string } {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: unknown; errors?: readonly { reason?: unknown }[] } }
    const reason = error?.errors?.[0]?.reason
    return { message: spokenLine(String(error?.message ?? '')), ...(typeof reason === 'string' && { reason: reason.replace(/\W/g, '') }) }
  } catch {
    return { message: spokenLine(text) }
  }
}
