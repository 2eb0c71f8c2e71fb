import {
  type FilePlace,
  FsError,
  type FsPath,
  fromDate,
  type HttpClient,
  isFsError,
  nameOfUrl,
  openUrl,
  putStream,
  type UrlContent,
} from '@tranship/core'
import type { Session } from '../session.js'

/** How what lies at a URL is copied. */
export interface UrlChoices {
  /** The server's own name for the file comes before that in the URL. */
  readonly headerFilename: boolean
  /** Nothing is replaced. */
  readonly noClobber: boolean
  readonly dryRun: boolean
}

/** Copies what lies at a URL, to where `placeFor` says once that is known. */
export async function copyUrl(
  http: HttpClient,
  url: string,
  placeFor: (content: UrlContent) => Promise<FilePlace>,
  { noClobber, dryRun }: UrlChoices,
  { log, signal }: Pick<Session, 'log' | 'signal'>,
): Promise<void> {
  const content = await openUrl(http, url, signal)
  try {
    const { fs, name } = await placeFor(content)
    if (noClobber) await demandFree({ fs, name }, signal)
    if (dryRun) return log('notice', 'Skipped copy as --dry-run is set', name)
    const { body, size, modTime = fromDate(new Date()) } = content
    await putStream(fs, name, body, { signal, modTime, ...(size !== undefined && { size }) })
    log('info', 'Copied (new)', name)
  } finally {
    content.discard()
  }
}

/** The name that the server, where that is wanted, or else the URL gives to a file. */
export function nameFor(content: UrlContent, { headerFilename }: Pick<UrlChoices, 'headerFilename'>): FsPath {
  const name = (headerFilename ? content.name : undefined) ?? nameOfUrl(content.url)
  if (name === undefined) throw new Error('the URL does not end in the name of a file: leave --auto-filename out and name the file')
  return name as FsPath
}

async function demandFree({ fs, name }: FilePlace, signal: AbortSignal): Promise<void> {
  try {
    await fs.stat(name, { signal })
  } catch (error) {
    if (isFsError(error, 'not-found')) return
    throw error
  }
  throw new FsError('already-exists', `${JSON.stringify(name)} exists, and --no-clobber says to keep it`, { path: name })
}
