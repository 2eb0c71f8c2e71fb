import {
  type ByteSource,
  digestsOf,
  exactly,
  type FsObject,
  type FsPath,
  type HashName,
  type PutOptions,
  rejoined,
  takeHead,
  takenAtOnce,
  wholeOf,
} from '@tranship/core/backend'
import { committed } from './committed.js'
import { madeOnce } from './made-before.js'
import { putInPieces } from './put-in-pieces.js'
import { startSession } from './upload-session.js'
import { type Commit, type Tools, type Write, writeOf } from './write.js'

/** Writes a file: up to the size of a piece by one request, with its content hash, which the service checks; a larger one in pieces. */
export async function putObject(tools: Tools, path: FsPath, source: ByteSource, options: PutOptions): Promise<FsObject> {
  const write = writeOf(tools, path, options)
  const { session, signal } = write
  signal.throwIfAborted()
  const { size } = source
  if (size === undefined) return putUnsized(write, source)
  if (size > session.settings.chunkSize) return putInPieces(write, source)
  const { transfer } = options
  const taken = takenAtOnce(source, size, transfer, path)
  if (taken === undefined) return putWhole(write, await wholeOf(source, size, path, signal), [])
  return putWhole(write, await taken, transfer?.hashes ?? [])
}

/** In pieces, unless the source ends before there would be a second one. */
async function putUnsized(write: Write, source: ByteSource): Promise<FsObject> {
  const { session, path, signal } = write
  const stop = new AbortController()
  const body = exactly(source.open(undefined, { signal: AbortSignal.any([signal, stop.signal]) }), undefined, path, signal)
  try {
    const { chunks, isWhole } = await takeHead(body, session.settings.chunkSize)
    if (isWhole) return await putWhole(write, chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks), [])
    return await putInPieces(write, { repeatable: false, open: () => rejoined(chunks, body) })
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    stop.abort()
    void body.return(undefined)
  }
}

/** By itself with one request; where many are under way, its bytes first, and then it is committed together with others. */
function putWhole(write: Write, body: Uint8Array, hashes: readonly HashName[]): Promise<FsObject> {
  const { session, batches, options, call } = write
  const digests = digestsOf(body, [...hashes, 'dropbox'])
  const { dropbox: digest = '' } = digests
  options.transfer?.sent(digests)

  const made = (commit: Commit) => ({ size: body.byteLength, digest, commit })
  const alone = (commit: Commit) => {
    const upload = { ...call, route: 'files/upload', argument: { ...commit, content_hash: digest }, body }
    return madeOnce(write, made(commit), () => session.upload(upload))
  }
  const together = (commit: Commit) =>
    madeOnce(write, made(commit), () =>
      session.holding(call, body.byteLength, async () => {
        const held: Write = { ...write, call: { ...call, isHeld: true } }
        return batches.commit({ write: held, session: await startSession(held, body, true), commit, digest })
      }),
    )
  return batches.alongside((isTogether) => committed(write, digest, isTogether ? together : alone, alone))
}
