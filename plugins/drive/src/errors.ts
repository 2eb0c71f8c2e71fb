import { FsError, type FsErrorKind, type HttpAnswer, isFsError } from '@tranship/core/backend'

interface Meaning {
  readonly kind: FsErrorKind
  /** In our words; absent: the service's own. */
  readonly message?: string
}

const SLOW_DOWN: Meaning = { kind: 'rate-limited', message: 'Drive asks for fewer requests' }
const BUSY: Meaning = { kind: 'unavailable' }
const FULL: Meaning = { kind: 'quota', message: 'the storage is full' }
const TOO_MANY: Meaning = { kind: 'quota' }
const DENIED: Meaning = { kind: 'denied' }

/** What the reason in the body of an error means, whatever its status: 403 may be anything from "wait a second" to "never". */
const REASONS: Readonly<Record<string, Meaning>> = {
  rateLimitExceeded: SLOW_DOWN,
  userRateLimitExceeded: SLOW_DOWN,
  sharingRateLimitExceeded: SLOW_DOWN,
  backendError: BUSY,
  internalError: BUSY,
  transientError: BUSY,
  authError: { kind: 'signed-out', message: 'Drive does not accept the log-in' },
  dailyLimitExceeded: { kind: 'quota', message: 'the limit of requests for this day is reached' },
  quotaExceeded: FULL,
  storageQuotaExceeded: FULL,
  uploadLimitExceeded: { kind: 'quota', message: 'the limit of uploads for this day is reached' },
  downloadQuotaExceeded: { kind: 'quota', message: 'the limit of downloads for this file is reached: try again tomorrow' },
  teamDriveFileLimitExceeded: { kind: 'quota', message: 'the shared drive has as many files as it may have' },
  teamDriveHierarchyTooDeep: { kind: 'unsupported', message: 'the shared drive may have no directories as deep as this' },
  myDriveHierarchyDepthLimitExceeded: { kind: 'unsupported', message: 'Drive may have no directories as deep as this' },
  numChildrenInNonRootLimitExceeded: { kind: 'quota', message: 'the directory has as many files as it may have' },
  activeItemCreationLimitExceeded: { kind: 'quota', message: 'the account has as many files as it may have' },
  accessNotConfigured: { kind: 'denied', message: 'the Drive API is not enabled in the project of the client_id' },
  cannotDownloadAbusiveFile: {
    kind: 'denied',
    message: 'Drive takes the file for malware or spam: set acknowledge_abuse to download it all the same',
  },
  fileNotDownloadable: { kind: 'unsupported', message: 'a Google document has no bytes of its own: it can only be exported' },
  exportSizeLimitExceeded: { kind: 'unsupported', message: 'the document is too large to be exported' },
  cannotCopyFile: { kind: 'unsupported', message: 'this file may not be copied' },
  appNotAuthorizedToFile: { kind: 'denied', message: 'with this scope only files that this program has made can be reached' },
  insufficientFilePermissions: { kind: 'denied', message: 'you may not do this with the file' },
  insufficientParentPermissions: { kind: 'denied', message: 'you may not do this in the directory' },
  insufficientPermissions: { kind: 'denied', message: 'the scope of the log-in does not allow it' },
  fileIdInUse: { kind: 'already-exists' },
  conditionNotMet: { kind: 'precondition-failed' },
}

/** What a status means where no known reason is told; one of 500 and more is `unavailable`, any other `unexpected`. */
const STATUSES: Readonly<Record<number, Meaning>> = {
  401: { kind: 'signed-out', message: 'Drive does not accept the log-in' },
  403: DENIED,
  404: { kind: 'not-found', message: 'no such file' },
  408: BUSY,
  409: { kind: 'already-exists' },
  410: { kind: 'not-found', message: 'it is gone' },
  412: { kind: 'precondition-failed' },
  413: TOO_MANY,
  429: SLOW_DOWN,
}

/** The words with which Drive refuses an upload when 750 GB went up in a day. */
const UPLOAD_LIMIT = 'User rate limit exceeded.'

/** Bytes of an error's body that are read. */
const LONGEST_TEXT = 64 * 1024

/** An answer that refuses, as the cause of an FsError. */
interface Refusal extends Error {
  readonly status: number
  readonly reason: string | undefined
}

export interface Subject {
  /** For the error. */
  readonly path: string
  /** The refusal of an upload that may mean the limit of a day is taken for it. */
  readonly stopsAtUploadLimit?: boolean
}

/** The status of the answer that an error comes from; undefined when no answer came. */
export function statusOf(error: unknown): number | undefined {
  return isFsError(error) && error.cause instanceof Error && 'status' in error.cause ? (error.cause as Refusal).status : undefined
}

/** The reason that Drive gave, in its own word. */
export function reasonOf(error: unknown): string | undefined {
  return isFsError(error) && error.cause instanceof Error && 'reason' in error.cause ? (error.cause as Refusal).reason : undefined
}

/** An answer that refuses, as an FsError. Reads its body. */
export async function errorOf(answer: HttpAnswer, subject: Subject): Promise<FsError> {
  const text = await answer.text(LONGEST_TEXT).catch(() => '')
  return refusal(answer.status, text, subject, retryAfterOf(answer.headers['retry-after']))
}

/** What a status and a body of Drive mean. */
export function refusal(status: number, text: string, { path, stopsAtUploadLimit = false }: Subject, retryAfter?: number): FsError {
  const told = toldIn(text)
  const isLimit = stopsAtUploadLimit && told.reason === 'userRateLimitExceeded' && told.message === UPLOAD_LIMIT
  const meaning = meaningOf(status, isLimit ? 'uploadLimitExceeded' : told.reason)
  const cause: Refusal = Object.assign(new Error(told.message), { status, reason: told.reason })
  return new FsError(meaning.kind, `${meaning.message ?? told.message} (${[status, told.reason].filter(Boolean).join(' ')})`, {
    path,
    cause,
    ...(retryAfter !== undefined && { retryAfter }),
  })
}

function meaningOf(status: number, reason: string | undefined): Meaning {
  const byReason = reason !== undefined && Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined
  return byReason ?? STATUSES[status] ?? (status >= 500 ? BUSY : { kind: 'unexpected' })
}

/** The reason and the message of a body; what is not Drive's own JSON is its text, fit for one line. */
function toldIn(text: string): { readonly reason: string | undefined; readonly message: string } {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: string; errors?: readonly { reason?: string; message?: string }[] } }
    const first = error?.errors?.[0]
    return { reason: first?.reason, message: inOneLine(first?.message ?? error?.message ?? '') }
  } catch {
    return { reason: undefined, message: inOneLine(text.replace(/<[^>]*>/g, ' ')) }
  }
}

function inOneLine(text: string): string {
  const line = text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 300)
  return line === '' ? 'Drive refused' : line
}

/** Milliseconds, from seconds or a date. */
function retryAfterOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}
