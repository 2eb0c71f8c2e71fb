import { isFsError, untilAborted } from '@tranship/core/backend'
import type { files } from 'dropbox'
import type { Session } from '../client.js'
import { refusedEntry } from '../errors.js'
import { madeBefore } from './made-before.js'
import type { UploadSession } from './upload-session.js'
import type { Commit, Write } from './write.js'

/** What is ready to be made a file of. */
interface Ready {
  readonly write: Write
  readonly session: UploadSession
  readonly commit: Commit
  readonly digest: string
}

/**
 * Commits of files that go together. The service locks the account for each commit and refuses those that come meanwhile: so while
 * one batch is being committed the files that are ready wait, and make up the next. Nobody waits for others to come. Each holds its
 * slot until it is committed, so that the limiter sees what more of them gain, and a batch takes none.
 */
export interface Batches {
  /** Does the upload of a small file, which is told whether others are under way, to be committed with. */
  alongside<Result>(upload: (isTogether: boolean) => Promise<Result>): Promise<Result>
  /** Resolves when the file is there. */
  commit(ready: Ready): Promise<files.FileMetadata>
}

interface Waiting extends Ready {
  resolve(file: files.FileMetadata): void
  reject(error: unknown): void
}

export function createBatches(session: Session): Batches {
  const { batchSize } = session.settings
  const waiting = new Set<Waiting>()
  let isBusy = false
  let underWay = 0

  const run = async (): Promise<void> => {
    isBusy = true
    while (waiting.size > 0) {
      const batch = [...waiting].slice(0, batchSize)
      for (const each of batch) waiting.delete(each)
      await committedTogether(session, batch)
    }
    isBusy = false
  }

  return {
    alongside: async (upload) => {
      underWay++
      try {
        return await upload(batchSize > 1 && underWay > 1)
      } finally {
        underWay--
      }
    },
    commit: async (ready) => {
      const { promise, resolve, reject } = Promise.withResolvers<files.FileMetadata>()
      const entry: Waiting = { ...ready, resolve, reject }
      waiting.add(entry)
      if (!isBusy) void run()
      try {
        return await untilAborted(promise, ready.write.signal)
      } finally {
        waiting.delete(entry)
      }
    },
  }
}

/** Settles each of a batch; never rejects. */
async function committedTogether(session: Session, batch: readonly Waiting[]): Promise<void> {
  let attempts = 0
  try {
    const entries = batch.map(({ session: { id, offset }, commit }) => ({ cursor: { session_id: id, offset }, commit }))
    const answer = await session.steadily({ path: batch[0]?.write.path ?? '', action: 'write', isHeld: true }, (dropbox, attempt) => {
      attempts = attempt
      return dropbox.filesUploadSessionFinishBatchV2({ entries })
    })
    await Promise.all(batch.map((each, at) => settle(each, answer.entries[at], attempts > 1)))
  } catch (error) {
    for (const { reject } of batch) reject(error)
  }
}

/** Tells one what became of its file. Where an earlier answer was lost, the file that it made is found. */
async function settle(
  { write, session, commit, digest, resolve, reject }: Waiting,
  entry: files.UploadSessionFinishBatchResultEntry | undefined,
  mayBeDone: boolean,
): Promise<void> {
  if (entry?.['.tag'] === 'success') return resolve(entry)
  const refusal = refusedEntry(entry?.['.tag'] === 'failure' ? entry.failure : { '.tag': 'other' }, write.call)
  try {
    const file = mayBeDone ? await madeBefore(write, refusal, { size: session.offset, digest, commit }) : undefined
    if (file === undefined) reject(refusal)
    else resolve(file)
  } catch (error) {
    reject(isFsError(error) ? error : refusal)
  }
}
