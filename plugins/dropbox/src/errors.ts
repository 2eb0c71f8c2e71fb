import { FsError, type HttpAnswer, isFsError, spokenLine } from '@tranship/core/backend'
import { type Action, BUSY, FOR_ACTION, type Meaning, NO_NAME, STATUSES, TAGS } from './error-meanings.js'

/** Bytes of an error's body that are read. */
const LONGEST_TEXT = 64 * 1024

export interface Subject {
  /** For the message and the error. */
  readonly path: string
  readonly action?: Action | undefined
}

/** A union of the service: its own tag, and what that holds. */
interface Union {
  readonly '.tag': string
  readonly [member: string]: unknown
}

/** An answer that refuses, as the cause of an FsError. */
export interface Refusal extends Error {
  readonly status: number
  readonly tags: readonly string[]
  /** The innermost union that was told. */
  readonly detail: Readonly<Record<string, unknown>>
}

/** Why the service refused; undefined for an error that does not come from an answer. */
export function refusalOf(error: unknown): Refusal | undefined {
  return isFsError(error) && error.cause instanceof Error && 'tags' in error.cause ? (error.cause as Refusal) : undefined
}

/** Whether the service refused with these tags at their end: "not_found", "conflict/file". */
export function isRefusal(error: unknown, ...ends: readonly string[]): boolean {
  const tags = refusalOf(error)?.tags.join('/')
  return tags !== undefined && ends.some((end) => tags === end || tags.endsWith(`/${end}`))
}

/** An answer that refuses, as an FsError. Reads its body. */
export async function errorOf(answer: HttpAnswer, subject: Subject): Promise<FsError> {
  const text = await answer.text(LONGEST_TEXT).catch(() => '')
  return refused(answer.status, text, subject, answer.headers['retry-after'])
}

/** What a status and a body of the service mean. `retryAfter` is the text of that header. */
export function refused(status: number, text: string, subject: Subject, retryAfter?: string): FsError {
  const told = jsonOf(text) as { readonly error?: unknown; readonly user_message?: { readonly text?: unknown } } | undefined
  const { tags, detail } = unionsOf(told?.error)
  return refusedWith({ status, tags, detail, text: spoken(told, text) }, subject, waitOf(retryAfter, told?.error))
}

/** The same for a refusal within an answer: one entry of a batch. */
export function refusedEntry(error: unknown, subject: Subject): FsError {
  const { tags, detail } = unionsOf(error)
  return refusedWith({ status: 409, tags, detail, text: tags.join('/') }, subject, undefined)
}

function refusedWith(
  { status, tags, detail, text }: { status: number; tags: readonly string[]; detail: Refusal['detail']; text: string },
  { path, action }: Subject,
  retryAfter: number | undefined,
): FsError {
  const meaning = meaningOf(status, tags, text, action)
  const cause: Refusal = Object.assign(new Error(text), { status, tags, detail })
  const shown = [tags.length > 0 ? tags.join('/') : status, detail.required_scope ?? []].flat().join(' ')
  return new FsError(meaning.kind, `${meaning.message ?? text} (${shown})`, {
    path,
    cause,
    ...(meaning.temporary !== undefined && { temporary: meaning.temporary }),
    ...(retryAfter !== undefined && { retryAfter }),
  })
}

function meaningOf(status: number, tags: readonly string[], text: string, action: Action | undefined): Meaning {
  const special = action === undefined ? undefined : FOR_ACTION[action]
  const ends = tags.map((_, at) => tags.slice(at).join('/'))
  for (const words of [...ends, ...tags.toReversed()]) {
    const meaning = special?.[words] ?? TAGS[words]
    if (meaning !== undefined) return meaning
  }
  if (status === 400 && /did not match pattern|malformed/i.test(text)) return NO_NAME
  return STATUSES[status] ?? (status >= 500 ? BUSY : { kind: 'unexpected' })
}

/** The tags of a union, the outermost first, and the innermost union. */
function unionsOf(error: unknown): { readonly tags: readonly string[]; readonly detail: Refusal['detail'] } {
  const tags: string[] = []
  let detail: Refusal['detail'] = {}
  let current: unknown = isRecord(error) && !('.tag' in error) ? error.reason : error
  while (isUnion(current)) {
    const tag = current['.tag']
    tags.push(tag)
    detail = current
    current = current[tag] ?? current.reason // a refused upload tells the reason beside its tag
  }
  if (typeof current === 'string' && tags.length === 0) tags.push(current)
  return { tags, detail }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isUnion(value: unknown): value is Union {
  return isRecord(value) && typeof value['.tag'] === 'string'
}

/** Milliseconds, from the header in seconds or as a date, else from the body. */
function waitOf(header: string | undefined, error: unknown): number | undefined {
  const seconds = isRecord(error) && typeof error.retry_after === 'number' ? error.retry_after : undefined
  if (header === undefined) return seconds === undefined ? undefined : seconds * 1000
  const wait = /^\d+(\.\d+)?$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}

/** A text of the service, fit for one line. */
function spoken(told: { readonly user_message?: { readonly text?: unknown } } | undefined, text: string): string {
  const said = typeof told?.user_message?.text === 'string' ? told.user_message.text : text
  return spokenLine(said, 'Dropbox refused')
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
