import type { Bytes } from '../fs/bytes.js'
import { FsError, type FsErrorKind } from '../fs/error.js'
import { pathProblem } from '../fs/path.js'
import { fromDate } from '../fs/time.js'
import type { HttpClient } from '../http/client.js'

/** What lies at a URL. */
export interface UrlContent {
  /** Where it was found, after all redirects. */
  readonly url: string
  /** The name that the server gives to the file: one segment of a path. */
  readonly name?: string
  /** Bytes. */
  readonly size?: number
  /** Nanoseconds since the epoch. */
  readonly modTime?: bigint
  /** To be read once, or left with `discard`. */
  readonly body: Bytes
  discard(): void
}

const KINDS: Readonly<Record<number, FsErrorKind>> = {
  401: 'denied',
  403: 'denied',
  404: 'not-found',
  410: 'not-found',
  429: 'rate-limited',
}

/** Asks for what lies at a URL of http or https. Any answer but a good one is an FsError of the kind that its status says. */
export async function openUrl(http: HttpClient, text: string, signal: AbortSignal): Promise<UrlContent> {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) throw new FsError('unsupported', 'the URL must begin with http:// or https://')
  const answer = await http.send({
    method: 'GET',
    origin: url.origin,
    target: `${url.pathname}${url.search}`,
    headers: { 'accept-encoding': 'identity' },
    ...(url.username !== '' && { credentials: { authorization: basic(url) } }),
    signal,
  })
  const { status, headers, body, discard } = answer
  if (status !== 200) {
    discard()
    throw new FsError(
      KINDS[status] ?? (status >= 500 ? 'unavailable' : 'unexpected'),
      `the server of the URL answered with status ${status}`,
    )
  }
  const name = nameOfDisposition(headers['content-disposition'] ?? '')
  const size = headers['content-length']
  const time = Date.parse(headers['last-modified'] ?? '')
  return {
    url: answer.url,
    body,
    discard,
    ...(name !== undefined && { name }),
    ...(size !== undefined && { size: Number(size) }),
    ...(!Number.isNaN(time) && { modTime: fromDate(new Date(time)) }),
  }
}

function basic({ username, password }: URL): string {
  return `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`
}

/** The last segment of a URL's path, decoded; undefined where it ends in a slash or names no file. */
export function nameOfUrl(url: string): string | undefined {
  const segment = new URL(url).pathname.split('/').at(-1) ?? ''
  return fileName(decoded(segment) ?? segment)
}

/** The file name of the header Content-Disposition (RFC 6266), without any directories that it may have. */
export function nameOfDisposition(header: string): string | undefined {
  const extended = /(?:^|;)\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(header)?.[1]
  const [, quoted, plain] = /(?:^|;)\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header) ?? []
  const name = (extended === undefined ? undefined : decoded(extended)) ?? quoted?.replace(/\\(.)/g, '$1') ?? plain ?? ''
  return fileName(name.split(/[/\\]/).at(-1) ?? '')
}

/** The name, if it can be one segment of a path. */
function fileName(name: string): string | undefined {
  return name === '' || name.includes('/') || pathProblem(name) !== undefined ? undefined : name
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
