import { FsError, type FsErrorKind, type HttpAnswer, isFsError, spokenLine } from '@tranship/core/backend'

interface Meaning {
  readonly kind: FsErrorKind
  /** In our words; absent: the service's own. */
  readonly message?: string
  readonly temporary?: boolean
}

/** What was asked for, where the same status means different things. */
export type Action = 'object' | 'container' | 'remove container' | 'login'

const BUSY: Meaning = { kind: 'unavailable' }
const SLOW_DOWN: Meaning = { kind: 'rate-limited', message: 'the service asks for fewer requests' }

/** What the status of an answer means; one of 500 and more is `unavailable`, any other `unexpected`. */
const STATUSES: Readonly<Record<number, Meaning>> = {
  401: { kind: 'signed-out', message: 'the service does not accept the login' },
  403: { kind: 'denied', message: 'access denied' },
  404: { kind: 'not-found', message: 'no such object' },
  405: { kind: 'unsupported', message: 'the service does not do this' },
  408: BUSY,
  409: BUSY, // two writers at a time, or an object whose segments are just coming or going
  412: { kind: 'precondition-failed', message: 'the object is not the one that was meant' },
  413: { kind: 'unsupported', message: 'the object is larger than the service allows' },
  422: { kind: 'mismatch', message: 'the service received other bytes than were sent' },
  429: SLOW_DOWN,
  498: SLOW_DOWN,
  499: BUSY,
  501: { kind: 'unsupported', message: 'the service does not do this' },
  507: { kind: 'quota', message: 'the storage is full' },
}

const FOR_ACTION: Readonly<Partial<Record<Action, Readonly<Record<number, Meaning>>>>> = {
  container: {
    404: { kind: 'not-found', message: 'no such container' },
    400: { kind: 'invalid-path', message: 'the service allows no container of this name' },
  },
  'remove container': {
    404: { kind: 'not-found', message: 'no such container' },
    409: { kind: 'not-empty', message: 'the container is not empty' },
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

/** What a status and a text of the service mean. */
export function refusal(status: number, text: string, { path, action = 'object' }: Subject, retryAfter?: number): FsError {
  const meaning = meaningOf(status, text, action, retryAfter)
  const cause: Refusal = Object.assign(new Error(spokenLine(text)), { status })
  return new FsError(meaning.kind, `${meaning.message ?? spokenLine(text)} (${status})`, {
    path,
    cause,
    ...(meaning.temporary !== undefined && { temporary: meaning.temporary }),
    ...(retryAfter !== undefined && { retryAfter }),
  })
}

function meaningOf(status: number, text: string, action: Action, retryAfter: number | undefined): Meaning {
  // Quotas and, in old services, rates are refused as "too large".
  if (status === 413 && /quota/i.test(text)) return { kind: 'quota', message: 'the quota is used up' }
  if (status === 413 && retryAfter !== undefined) return SLOW_DOWN
  if (status === 400 && /name length|too long|longer than/i.test(text))
    return { kind: 'invalid-path', message: 'the name is longer than the service allows' }
  return FOR_ACTION[action]?.[status] ?? STATUSES[status] ?? (status >= 500 ? BUSY : { kind: 'unexpected' })
}

/** Milliseconds, from seconds or a date. */
function retryAfterOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}
