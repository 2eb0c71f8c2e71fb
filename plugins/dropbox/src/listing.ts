import { FsError, type FsPath, isFsError, type OperationOptions, type Page } from '@tranship/core/backend'
import type { Session } from './client.js'
import { entryIn, type Listed } from './entries.js'
import { isRefusal } from './errors.js'

/** Entries in a page at most; about so many, the service says. */
const LARGEST_PAGE = 2000

/** Entries that a listing remembers, some 10 MB of them. */
const MOST_TOLD = 100_000

/** How often a listing is begun anew. */
const MOST_RESETS = 5

/** One level of a directory, in the order of the service, which is none. */
export async function* listLevel(session: Session, directory: FsPath, { signal }: OperationOptions): AsyncGenerator<Page> {
  for await (const page of listedPages(session, directory, { recursive: false, signal })) {
    yield page.flatMap((listed) => entryIn(session, directory, listed) ?? [])
  }
}

/**
 * The pages of a listing, each entry once; a page whose answer fails is asked for again. The service may forget where a listing was:
 * then it is begun anew, and what has been told is left out. A long one fails then.
 */
export async function* listedPages(
  session: Session,
  directory: FsPath,
  { recursive, signal }: { readonly recursive: boolean; readonly signal: AbortSignal | undefined },
): AsyncGenerator<readonly Listed[]> {
  const call = { path: directory, signal }
  const path = session.settings.names.stored(directory)
  const first = () =>
    session.steadily(call, (dropbox) =>
      dropbox.filesListFolder({ path, recursive, limit: LARGEST_PAGE, include_non_downloadable_files: true }),
    )
  const told = createTold()
  let page = await first()
  for (let resets = 0; ; ) {
    signal?.throwIfAborted()
    yield page.entries.filter(told.isNew)
    if (!page.has_more) return
    const { cursor } = page
    page = await session
      .steadily(call, (dropbox) => dropbox.filesListFolderContinue({ cursor }))
      .catch((error: unknown) => {
        if (!isRefusal(error, 'reset')) throw error
        if (told.isWhole() && resets++ < MOST_RESETS) return first()
        throw begunAnew(directory, error)
      })
  }
}

/** What a listing has told, as long as it is not too much to remember. */
function createTold(): { isNew(listed: Listed): boolean; isWhole(): boolean } {
  const paths = new Set<string>()
  let isWhole = true
  return {
    isNew: ({ '.tag': tag, path_lower: path }) => {
      if (!isWhole || path === undefined || tag === 'deleted') return true
      if (paths.has(path)) return false
      paths.add(path)
      isWhole = paths.size <= MOST_TOLD
      if (!isWhole) paths.clear()
      return true
    },
    isWhole: () => isWhole,
  }
}

/** What was told cannot be told apart from what is to come: only a new run can. */
function begunAnew(path: FsPath, cause: unknown): FsError {
  const error = new FsError('unavailable', 'Dropbox wants the listing to begin anew', { path, cause })
  error.spent = true
  return error
}

/** Whether a directory has nothing in it, not even what listings leave out. A missing one is `not-found`. */
export async function isEmpty(session: Session, directory: FsPath, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    for await (const page of listedPages(session, directory, { recursive: false, signal }))
      if (page.some((listed) => listed['.tag'] !== 'deleted')) return false
    return true
  } catch (error) {
    if (isFsError(error, 'is-directory')) throw new FsError('not-found', 'no such directory', { path: directory, cause: error })
    throw error
  }
}
