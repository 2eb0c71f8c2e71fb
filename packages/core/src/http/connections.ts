import http from 'node:http'
import https from 'node:https'
import type { HttpSettings } from '../backend/context.js'
import type { HttpAnswer, HttpRequest } from './client.js'
import { connectionError } from './connection-error.js'
import { type Exchange, exchange } from './exchange.js'
import { headersWith } from './extra-headers.js'
import { secureOptions } from './secure-options.js'
import { watched } from './watched.js'

/** Bytes that the headers of an answer may have. */
const MOST_HEADERS = 64 * 1024

/** How often a request is sent again because the connection that was kept for it had been closed in the meantime. */
const MOST_STALE = 5

export interface Connections {
  /** One request, one answer; no redirect is followed. */
  exchange(request: HttpRequest): Promise<HttpAnswer>
  close(): void
}

/** Connections that are kept open, as many as there are requests at a time: the limiter counts them. */
export function createConnections(settings: HttpSettings): Connections {
  const { proxy, userAgent, localAddress, keepsConnections = true, watch } = settings
  const kept = {
    keepAlive: keepsConnections,
    maxSockets: Number.POSITIVE_INFINITY,
    scheduling: 'lifo',
    ...(proxy && { proxyEnv: proxied(proxy) }),
    ...(localAddress !== undefined && { localAddress }),
  } as const
  const plain = new http.Agent(kept)
  const secure = new https.Agent({ ...kept, ...secureOptions(settings) })

  const headersOf = (request: HttpRequest) => {
    const own = { 'user-agent': userAgent, ...request.headers, ...request.credentials }
    return request.isElsewhere ? own : headersWith(own, settings.headers, request.content)
  }

  const open = (request: HttpRequest): Exchange => {
    const { protocol, hostname, port } = new URL(request.origin)
    const isSecure = protocol === 'https:'
    const options: http.RequestOptions = {
      agent: isSecure ? secure : plain,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      ...(port !== '' && { port }),
      method: request.method,
      path: request.target,
      headers: wireHeaders(headersOf(request)),
      maxHeaderSize: MOST_HEADERS,
    }
    return exchange(isSecure ? https.request(options) : http.request(options), request, settings)
  }

  const answerTo = async (request: HttpRequest): Promise<HttpAnswer> => {
    for (let stale = 0; ; stale++) {
      request.signal?.throwIfAborted()
      let attempt: Exchange | undefined
      try {
        attempt = open(request)
        return await attempt.answer
      } catch (error) {
        if (request.signal?.aborted) throw request.signal.reason
        if (stale === MOST_STALE || !attempt?.wasStale()) throw connectionError(error, request)
      }
    }
  }

  return {
    exchange: watch === undefined ? answerTo : (request) => watched(watch, request, headersOf(request), answerTo),
    close: () => {
      plain.destroy()
      secure.destroy()
    },
  }
}

function proxied({ http: forHttp, https: forHttps, except }: NonNullable<HttpSettings['proxy']>): Record<string, string> {
  return {
    ...(forHttp !== undefined && { HTTP_PROXY: forHttp }),
    ...(forHttps !== undefined && { HTTPS_PROXY: forHttps }),
    ...(except !== undefined && { NO_PROXY: except }),
  }
}

/** Node writes each character of a header as one byte. */
function wireHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const wire: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) wire[name] = Buffer.from(value).toString('latin1')
  return wire
}
