import { type ByteRange, FsError, type FsObject, type OpenOptions, resolveRange } from '@tranship/core/backend'
import { type Session, settle } from './client.js'
import { refusalOf } from './errors.js'

/** The body of a file, or a range of it; rejects unless every byte came. One that was replaced since is `precondition-failed`. */
export async function* openObject(session: Session, object: FsObject, options: OpenOptions): AsyncGenerator<Uint8Array> {
  const { path, version } = object
  const { range, signal = session.context.signal } = options
  signal.throwIfAborted()
  if (range !== undefined && isEmpty(range)) return
  const argument = { path: session.settings.names.stored(path) }
  const opened = await session
    .download({ route: 'files/download', argument, range: range && rangeHeader(range), path, signal })
    .catch((error: unknown) => {
      if (range !== undefined && refusalOf(error)?.status === 416) return undefined
      throw error
    })
  if (opened === undefined) return // the range begins beyond the end

  const { answer, slot } = opened
  const { headers, status } = answer
  let received = 0
  let isOver = false
  try {
    const { rev, size } = resultOf(headers['dropbox-api-result'])
    if (version !== undefined && rev !== undefined && rev !== version)
      throw new FsError('precondition-failed', 'the file is not the one that was meant', { path })
    const expected = range === undefined ? size : rangeLength(range, size, status === 206 ? headers['content-range'] : undefined)
    if (expected === undefined && range !== undefined)
      throw new FsError('unexpected', 'Dropbox sent another range than was asked for', { path })
    for await (const chunk of answer.body) {
      received += chunk.byteLength
      yield chunk
    }
    if (expected !== undefined && received !== expected)
      throw new FsError('unavailable', `the body ended after ${received} of ${expected} bytes`, { path })
    isOver = true
    slot.done(received)
  } catch (error) {
    isOver = true
    settle(slot, error)
    throw error
  } finally {
    answer.discard()
    if (!isOver) slot.done(received)
  }
}

/** What comes beside the body tells of the file as a whole. */
function resultOf(header: string | undefined): { readonly rev?: string; readonly size?: number } {
  return header === undefined ? {} : JSON.parse(header)
}

function isEmpty(range: ByteRange): boolean {
  return 'last' in range ? range.last <= 0 : range.end !== undefined && range.end <= range.start
}

function rangeHeader(range: ByteRange): string {
  if ('last' in range) return `bytes=-${range.last}`
  return `bytes=${range.start}-${range.end === undefined ? '' : range.end - 1}`
}

/** How long the body of a range must be; undefined when the answer is not the range that was asked for. */
function rangeLength(range: ByteRange, size: number | undefined, contentRange: string | undefined): number | undefined {
  const parts = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(contentRange ?? '')
  const whole = size ?? (parts === null ? undefined : Number(parts[3]))
  if (whole === undefined || Number.isNaN(whole)) return undefined
  const { start, end } = resolveRange(range, whole)
  const [first, last] = parts === null ? [0, whole - 1] : parts.slice(1).map(Number)
  return start === first && end - 1 === last ? end - start : undefined
}
