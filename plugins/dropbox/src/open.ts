import { FsError, type FsObject, isEmptyRange, type OpenOptions, rangeHeader, rangeLength, readBody } from '@tranship/core/backend'
import type { Session } from './client.js'
import { refusalOf } from './errors.js'

/** The body of a file, or a range of it; rejects unless every byte came. One that was replaced since is `precondition-failed`. */
export async function* openObject(session: Session, object: FsObject, options: OpenOptions): AsyncGenerator<Uint8Array> {
  const { path, version } = object
  const { range, signal = session.context.signal } = options
  signal.throwIfAborted()
  if (range !== undefined && isEmptyRange(range)) return
  const argument = { path: session.settings.names.stored(path) }
  const opened = await session
    .download({ route: 'files/download', argument, range: range && rangeHeader(range), path, signal })
    .catch((error: unknown) => {
      if (range !== undefined && refusalOf(error)?.status === 416) return undefined
      throw error
    })
  if (opened === undefined) return // the range begins beyond the end

  const { headers, status } = opened.answer
  yield* readBody(opened, path, () => {
    const { rev, size } = resultOf(headers['dropbox-api-result'])
    if (version !== undefined && rev !== undefined && rev !== version)
      throw new FsError('precondition-failed', 'the file is not the one that was meant', { path })
    if (range === undefined) return size
    const expected = rangeLength(range, status === 206 ? headers['content-range'] : undefined, size)
    if (expected === undefined) throw new FsError('unexpected', 'Dropbox sent another range than was asked for', { path })
    return expected
  })
}

/** What comes beside the body tells of the file as a whole. */
function resultOf(header: string | undefined): { readonly rev?: string; readonly size?: number } {
  return header === undefined ? {} : JSON.parse(header)
}
