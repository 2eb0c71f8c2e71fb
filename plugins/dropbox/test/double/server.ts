import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { ARGUMENTS } from './arguments.js'
import { download } from './download.js'
import { Refusal, senseless } from './refusal.js'
import type { UploadSessions } from './routes/uploads.js'
import { type Knobs, type Route, routesOver } from './routes.js'
import { createStore, type Store } from './store.js'
import { createTokens, type Tokens } from './tokens.js'

export interface Double {
  readonly url: string
  readonly store: Store
  readonly sessions: UploadSessions
  readonly knobs: Knobs
  readonly tokens: Tokens
  /** The routes that were asked for, in this order, but for tokens. */
  readonly seen: string[]
  /** The headers of the latest request. */
  headers: IncomingHttpHeaders
  /** Requests that the service would not understand. */
  readonly violations: string[]
  /** The next requests of a route meet this refusal. */
  refuse(route: string, refusal: Refusal, times?: number): void
  /** The request of a route that comes after so many is never answered, nor carried out. Resolves when it has come. */
  hold(route: string, after: number): Promise<void>
  /** Bytes of content that came. */
  received(): number
  /** Hears of each exchange, for a check against the description of the API. */
  onExchange: (route: string, argument: unknown, status: number, answer: unknown) => void
  close(): void
}

/** Routes of the host for content; all others are of the host for calls. */
const CONTENT = /^files\/(?:upload$|download$|upload_session\/(?!finish_batch))/

/** A Dropbox of one account, on loopback: strict about what it is asked, with small pages. */
export async function startDouble(): Promise<Double> {
  const store = createStore()
  const sessions: UploadSessions = new Map()
  const knobs: Knobs = { pageSize: 7, mostDeletes: 10_000, looks: 0 }
  const planned = new Map<string, { readonly refusal: Refusal; times: number }>()
  const tokens = createTokens()
  let held: { readonly route: string; after: number; come(): void } | undefined
  let received = 0
  const routes: Readonly<Record<string, Route>> = { ...routesOver(store, sessions, knobs), 'auth/token/revoke': () => tokens.expireAll() }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '', 'http://double')
    const body = await buffer(request)
    if (/^\/(?:1\/)?oauth2\/token$/.test(pathname)) return json(response, ...tokens.grant(body.toString()))
    const route = pathname.replace(/^\/2\//, '')
    double.seen.push(route)
    double.headers = request.headers
    const isContent = CONTENT.test(route)
    let argument: unknown = null
    try {
      if (!tokens.isValid(request.headers.authorization)) throw tokens.refusal()
      const text = isContent ? Buffer.from(headerOf(request, 'dropbox-api-arg'), 'latin1').toString() : body.toString()
      argument = text === '' ? null : JSON.parse(text)
      checkRequest(request, route, isContent, argument)
      if (isContent) received += body.byteLength
      if (held?.route === route && held.after-- === 0) return held.come()
      const plan = planned.get(route)
      if (plan !== undefined && plan.times-- > 0) throw plan.refusal
      if (route === 'files/download') return download(store, argument as { path: string }, headerOf(request, 'range'), response)
      const result = routes[route]?.({ argument, body: isContent ? body : new Uint8Array() })
      double.onExchange(route, argument, 200, result)
      json(response, 200, result ?? null)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      double.onExchange(route, argument, error.status, error.body)
      refuse(response, error)
    }
  }

  const checkRequest = ({ method, headers }: IncomingMessage, route: string, isContent: boolean, argument: unknown): void => {
    const isKnown = Object.hasOwn(ARGUMENTS, route) && method === 'POST'
    const host = headers.host ?? ''
    const isRightHost = !host.endsWith('.dropboxapi.com') || host.startsWith(isContent ? 'content.' : 'api.')
    const type = headers['content-type']
    const isRightType = isContent
      ? route === 'files/download' || type === 'application/octet-stream'
      : argument === null || type?.startsWith('application/json')
    if (!isKnown || !isRightHost || !isRightType) {
      double.violations.push(`${method} ${host} ${route} ${type}`)
      throw new Refusal(501, `no such route: ${route}`)
    }
    const problem = ARGUMENTS[route]?.(argument)
    if (problem === undefined) return
    double.violations.push(`${route}: ${problem}: ${JSON.stringify(argument)}`)
    throw senseless(route, problem)
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!request.complete) return response.destroy() // it was cut off
      double.violations.push(String(error))
      return response.writeHead(500).end()
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')

  const double: Double = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    store,
    sessions,
    knobs,
    tokens,
    seen: [],
    headers: {},
    violations: [],
    refuse: (route, refusal, times = 1) => void planned.set(route, { refusal, times }),
    hold: (route, after) =>
      new Promise((come) => {
        held = { route, after, come }
      }),
    received: () => received,
    onExchange: () => {},
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
  return double
}

function headerOf({ headers }: IncomingMessage, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

function json(response: ServerResponse, status: number, value: unknown): void {
  const text = JSON.stringify(value)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text)
}

function refuse(response: ServerResponse, { status, body, retryAfter }: Refusal): void {
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter))
  if (typeof body === 'string') response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body)
  else json(response, status, body)
}
