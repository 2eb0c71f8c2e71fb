import { FsError, isFsError, repeatedly } from '@tranship/core/backend'
import { type Call, jsonOf, type Session } from './client.js'
import { reasonOf, statusOf } from './errors.js'
import { type DriveFile, FILE_FIELDS } from './file.js'

export const FILES = '/drive/v3/files'
export const UPLOAD_FILES = '/upload/drive/v3/files'

/** Goes with every request about files, so that shared drives are no special case. */
export const EVERYWHERE = { supportsAllDrives: 'true' } as const

/** The query of a request that answers with a file. */
export const TELLING_FILE = { ...EVERYWHERE, fields: FILE_FIELDS } as const

export function fileTarget(id: string, base = FILES): string {
  return `${base}/${encodeURIComponent(id)}`
}

interface FileList {
  readonly files?: readonly DriveFile[]
  readonly nextPageToken?: string
  readonly incompleteSearch?: boolean
}

export interface Search {
  /** In the language of Drive. */
  readonly q: string
  /** By default the remote's own number. */
  readonly pageSize?: number
  /** The path that is listed or looked for, for errors. */
  readonly path: string
  readonly signal?: AbortSignal | undefined
}

/** What a search finds, page by page, in no order. A page that could not be searched as a whole is asked for again. */
export async function* searchPages(session: Session, { q, pageSize, path, signal }: Search): AsyncGenerator<readonly DriveFile[]> {
  const { listChunk, sharedDrive, isAppFolder } = session.settings
  const query = {
    ...EVERYWHERE,
    includeItemsFromAllDrives: 'true',
    ...(sharedDrive !== undefined && { corpora: 'drive', driveId: sharedDrive }),
    ...(isAppFolder && { spaces: 'appDataFolder' }),
    q,
    pageSize: String(pageSize ?? listChunk),
    fields: `nextPageToken,incompleteSearch,files(${FILE_FIELDS})`,
  }
  let pageToken: string | undefined
  do {
    const page: FileList = await wholePage(session, { method: 'GET', to: FILES, query: { ...query, pageToken }, path, signal })
    if (page.nextPageToken !== undefined && page.nextPageToken === pageToken) {
      throw new FsError('unexpected', 'Drive sends the same page of a listing again and again', { path })
    }
    pageToken = page.nextPageToken
    yield page.files ?? []
  } while (pageToken !== undefined)
}

/** Everything that a search finds: for searches that find little. */
export async function searched(session: Session, search: Search): Promise<DriveFile[]> {
  const found: DriveFile[] = []
  for await (const page of searchPages(session, search)) found.push(...page)
  return found
}

function wholePage(session: Session, call: Call): Promise<FileList> {
  const { retry: policy, signal } = session.context
  const ask = async (): Promise<FileList> => {
    const page = jsonOf<FileList>(await session.request(call), call.path)
    if (!page.incompleteSearch) return page
    throw new FsError('unavailable', 'Drive could not search everywhere: the listing is not whole', { path: call.path })
  }
  return repeatedly(ask, { ...(policy && { policy }), signal: call.signal ?? signal })
}

export async function getFile(session: Session, id: string, path: string, signal: AbortSignal | undefined): Promise<DriveFile> {
  return jsonOf(await session.steadyRequest({ method: 'GET', to: fileTarget(id), query: TELLING_FILE, path, signal }), path)
}

/** Changes what Drive knows of a file. */
export async function patchFile(
  session: Session,
  id: string,
  change: { readonly json: object; readonly query?: Call['query']; readonly path: string; readonly signal?: AbortSignal | undefined },
): Promise<DriveFile> {
  const { json, query, path, signal } = change
  const call: Call = { method: 'PATCH', to: fileTarget(id), query: { ...TELLING_FILE, ...query }, json, path, signal }
  return jsonOf(await session.steadyRequest(call), path)
}

/**
 * Sends the request that makes the file of this id, until it is there. That the id is taken says that an earlier try has made
 * it although its answer was lost: nothing else can have.
 */
export async function createdFile(session: Session, id: string | undefined, call: Call): Promise<DriveFile> {
  try {
    return jsonOf(await session.steadyRequest(call), call.path)
  } catch (error) {
    if (id === undefined || !isIdTaken(error)) throw error
    return getFile(session, id, call.path, call.signal)
  }
}

function isIdTaken(error: unknown): boolean {
  return statusOf(error) === 409 || reasonOf(error) === 'fileIdInUse'
}

/** A file that was just made, unless the directory it was made in is in the trash: then it is taken back, and that is `not-found`. */
export async function alive(session: Session, file: DriveFile, path: string, signal: AbortSignal | undefined): Promise<DriveFile> {
  if (!file.trashed) return file
  await session.steadyRequest({ method: 'DELETE', to: fileTarget(file.id), query: EVERYWHERE, path, signal })
  throw new FsError('not-found', 'the directory has been removed meanwhile', { path })
}

/** The root's own id is asked for once: Drive has names for it that no file has as its parent. */
export async function rootId(session: Session, signal: AbortSignal): Promise<string> {
  const { root } = session.settings
  if (root !== 'root' && root !== 'appDataFolder') return root
  try {
    const call: Call = { method: 'GET', to: fileTarget(root), query: { ...EVERYWHERE, fields: 'id' }, path: '', signal }
    return jsonOf<{ id: string }>(await session.steadyRequest(call), '').id
  } catch (error) {
    if (!isFsError(error, 'not-found')) throw error
    return root // with the scope drive.file nobody may look at it, but its name serves
  }
}
