import type { files } from 'dropbox'
import { isRefusal } from '../errors.js'
import { lookUp } from '../stat.js'
import type { Commit, Write } from './write.js'

/** What a file is made of. */
export interface Made {
  readonly size: number
  /** Its content hash; undefined where it is not known. */
  readonly digest: string | undefined
  readonly commit: Commit
}

/**
 * The file that an earlier try has made, whose answer was lost, when a later one is refused because its session is used up or the file
 * is there; undefined where it was not so.
 */
export async function madeBefore({ session, path, call }: Write, refusal: unknown, made: Made): Promise<files.FileMetadata | undefined> {
  if (!isRefusal(refusal, 'lookup_failed/not_found', 'lookup_failed/closed', 'conflict/file')) return undefined
  const found = await lookUp(session, path, call)
  return found?.['.tag'] === 'file' && isMadeOf(found, made) ? found : undefined
}

/** Makes a file, again while that fails in a way that may pass, and once only. */
export function madeOnce(write: Write, made: Made, make: () => Promise<files.FileMetadata>): Promise<files.FileMetadata> {
  return write.session.repeated(write.call, async (attempt) => {
    try {
      return await make()
    } catch (error) {
      const file = attempt > 1 ? await madeBefore(write, error, made) : undefined
      if (file === undefined) throw error
      return file
    }
  })
}

function isMadeOf(file: files.FileMetadata, { size, digest, commit }: Made): boolean {
  const isSame = digest === undefined || file.content_hash === undefined || file.content_hash === digest
  return isSame && file.size === size && file.client_modified === commit.client_modified
}
