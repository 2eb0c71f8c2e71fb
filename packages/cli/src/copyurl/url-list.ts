import { asFsError, ConfigError, type Failures, type Fs, type FsPath, type HttpClient, pathProblem } from '@tranship/core'
import type { Session } from '../session.js'
import { csvRows } from '../ui/csv.js'
import { createFailureLog } from '../ui/failures.js'
import { copyUrl, nameFor, type UrlChoices } from './copy-url.js'

/** One line of a list of URLs. */
export interface ListedUrl {
  readonly url: string
  /** Relative to the destination; absent: as the URL names it. */
  readonly path?: FsPath
}

/** The lines `URL,PATH` of a CSV text; a line may leave the path out. `file` is who holds them. */
export function parseUrlList(text: string, file: string): readonly ListedUrl[] {
  return csvRows(text).map(([first = '', second = ''], at) => {
    const [url, path] = [first.trim(), second.trim().replace(/^\/+/, '')]
    if (!/^https?:\/\//i.test(url)) throw new ConfigError(`--urls ${file}: row ${at + 1} begins with no URL of http or https`)
    if (path === '') return { url }
    const problem = pathProblem(path)
    if (problem !== undefined) throw new ConfigError(`--urls ${file}: row ${at + 1}: ${JSON.stringify(path)} is no path: ${problem}`)
    return { url, path: path as FsPath }
  })
}

/** Copies all of a list, so many at a time. What fails is told and counted, and the rest goes on. */
export async function copyUrls(
  http: HttpClient,
  list: readonly ListedUrl[],
  fs: Fs,
  choices: UrlChoices,
  transfers: number,
  session: Session,
): Promise<Failures> {
  const { failed, failures } = createFailureLog(session.log)
  const left = list.values()
  const copyAll = async () => {
    for (const { url, path } of left) {
      session.signal.throwIfAborted()
      const place = async (content: Parameters<typeof nameFor>[0]) => ({ fs, name: path ?? nameFor(content, choices) })
      await copyUrl(http, url, place, choices, session).catch((error: unknown) => {
        session.signal.throwIfAborted()
        failed(path ?? shownUrl(url), asFsError(error, path ?? ''))
      })
    }
  }
  await Promise.all(Array.from({ length: transfers }, copyAll))
  return failures
}

/** Without what may be secret in it. */
function shownUrl(url: string): string {
  const { origin, pathname } = URL.parse(url) ?? { origin: '', pathname: '' }
  return `${origin}${pathname}`
}
