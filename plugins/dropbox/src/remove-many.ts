import { setTimeout as sleep } from 'node:timers/promises'
import { asFsError, type FsObject, isFsError, type RemoveResult } from '@tranship/core/backend'
import type { files } from 'dropbox'
import type { Call, Session } from './client.js'
import { refusedEntry } from './errors.js'
import { removeObject } from './remove.js'

/** Files that one request removes. */
const LARGEST_BATCH = 1000
/** Milliseconds between two looks at a batch: at first, and at most. */
const FIRST_LOOK = 50
const LATEST_LOOK = 2_000

/** Removes files, each only in the version that is meant, many with one request: the service locks the account once for all of them. */
export async function* removeObjects(
  session: Session,
  objects: readonly FsObject[],
  signal: AbortSignal | undefined,
): AsyncGenerator<RemoveResult> {
  signal?.throwIfAborted()
  const known: Known[] = []
  for (const object of objects) {
    const argument = argumentOf(session, object)
    if (argument === undefined) yield await removeAlone(session, object, signal)
    else known.push({ object, argument })
  }
  for (let at = 0; at < known.length; at += LARGEST_BATCH) yield* await removeBatch(session, known.slice(at, at + LARGEST_BATCH), signal)
}

interface Known {
  readonly object: FsObject
  readonly argument: files.DeleteArg
}

/** Undefined: it is not known which version is meant, or its path is no name of a file, which is told when it is removed alone. */
function argumentOf({ settings }: Session, { path, version }: FsObject): files.DeleteArg | undefined {
  if (version === undefined) return undefined
  try {
    return { path: settings.names.stored(path), parent_rev: version }
  } catch {
    return undefined
  }
}

async function removeAlone(session: Session, object: FsObject, signal: AbortSignal | undefined): Promise<RemoveResult> {
  try {
    await removeObject(session, object, signal)
    return { object }
  } catch (error) {
    if (!isFsError(error)) throw error
    return { object, error }
  }
}

async function removeBatch(session: Session, batch: readonly Known[], signal: AbortSignal | undefined): Promise<readonly RemoveResult[]> {
  const call: Call = { path: batch[0]?.object.path ?? '', action: 'remove', signal }
  try {
    const entries = await outcomes(session, batch, call)
    return batch.map(({ object }, at): RemoveResult => {
      const entry = entries[at]
      if (entry?.['.tag'] === 'success') return { object }
      const failure = entry?.['.tag'] === 'failure' ? entry.failure : { '.tag': 'other' }
      return { object, error: refusedEntry(failure, { path: object.path, action: 'remove' }) }
    })
  } catch (error) {
    if (!isFsError(error)) throw error
    return batch.map(({ object }) => ({ object, error: asFsError(error, object.path) }))
  }
}

/** The entries of the answer are in the order of the batch. The service may take its time, and is asked again then. */
async function outcomes(session: Session, batch: readonly Known[], call: Call): Promise<readonly files.DeleteBatchResultEntry[]> {
  const entries = batch.map(({ argument }) => argument)
  const launch = await session.ask(call, (dropbox) => dropbox.filesDeleteBatch({ entries }))
  if (launch['.tag'] === 'complete') return launch.entries
  if (launch['.tag'] !== 'async_job_id') throw refusedEntry(launch, call)
  const { async_job_id } = launch
  for (let delay = FIRST_LOOK; ; delay = Math.min(2 * delay, LATEST_LOOK)) {
    const status = await session.steadily(call, (dropbox) => dropbox.filesDeleteBatchCheck({ async_job_id }))
    if (status['.tag'] === 'complete') return status.entries
    if (status['.tag'] === 'failed') throw refusedEntry(status.failed, call)
    if (status['.tag'] !== 'in_progress') throw refusedEntry(status, call)
    await sleep(delay, undefined, { ...(call.signal && { signal: call.signal }) }).catch(() => call.signal?.throwIfAborted())
  }
}
