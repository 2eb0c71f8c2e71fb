import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApiError } from './api-error.js'
import { masked } from './fields-mask.js'
import type { Answer, Asked } from './request.js'
import { routeOf } from './routes.js'
import { queryProblems, requestProblems, responseProblems } from './schema.js'
import { createState, type State } from './state.js'

export interface Double {
  readonly endpoint: string
  readonly state: State
  /** The tokens that it accepts. */
  readonly tokens: Set<string>
  /** What clients have asked for, method and path. */
  readonly log: readonly string[]
  /** What the API does not have, or does not say: there must be none. */
  readonly violations: readonly string[]
  /** Uploads below a directory ("bucket/d") that hold bytes, and have not become an object. */
  openUploads(directory: string): readonly string[]
  close(): void
}

export interface DoubleOptions {
  /** Names in a page at most. */
  readonly pageSize?: number
}

/** The token that it accepts from the begin. */
export const TOKEN = 'the-token-of-the-double'

/** The JSON API of Google Cloud Storage on loopback, strict: what the API does not have is refused and recorded. */
export async function startDouble({ pageSize = 1000 }: DoubleOptions = {}): Promise<Double> {
  const state = createState(() => new Date())
  const tokens = new Set([TOKEN])
  const log: string[] = []
  const violations: string[] = []

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`)
    const { method = '' } = incoming
    log.push(`${method} ${incoming.url}`)
    const token = /^Bearer (.+)$/.exec(incoming.headers.authorization ?? '')?.[1]
    const isKnown = token !== undefined && tokens.has(token)
    const route = routeOf(method, url)
    if (route === undefined) violations.push(`no such route: ${method} ${url.pathname}`)
    else violations.push(...queryProblems(route.id, url.searchParams))
    try {
      if (!isKnown) throw new ApiError(401, 'authError', 'Invalid Credentials')
      if (route === undefined) throw new ApiError(501, 'notImplemented', 'no such route')
      const asked: Asked = {
        incoming,
        method,
        query: url.searchParams,
        header: (name) => headerOf(incoming, name),
        origin: url.origin,
        check: (body) => void violations.push(...requestProblems(route.id, body)),
        names: route.names,
      }
      const answer = await route.run(state, asked, pageSize)
      if (isJson(answer.body)) violations.push(...responseProblems(route.id, answer.body))
      send(response, isJson(answer.body) ? { ...answer, body: masked(answer.body, url.searchParams.get('fields')) as object } : answer)
    } catch (error) {
      if (incoming.errored !== null || response.destroyed) return void response.destroy()
      if (!(error instanceof ApiError)) violations.push(`the double failed at ${method} ${url.pathname}: ${String(error)}`)
      incoming.resume()
      if (!incoming.readableEnded) await once(incoming, 'end').catch(() => {})
      const told = error instanceof ApiError ? error : new ApiError(500, 'internalError', String(error))
      send(response, { status: told.status, body: told.body() })
    }
  }
  const server = createServer((incoming, response) => void handle(incoming, response))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    tokens,
    log,
    violations,
    openUploads: (directory) =>
      [...state.sessions.values()].flatMap(({ bucket, query, fields, received }) => {
        const name = `${bucket}/${query.get('name') ?? String(fields.name)}`
        return received.some(({ byteLength }) => byteLength > 0) && name.startsWith(`${directory}/`) ? [name] : []
      }),
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

function send(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  const bytes = body === undefined ? Buffer.alloc(0) : isJson(body) ? Buffer.from(JSON.stringify(body)) : (body as Buffer)
  const type = isJson(body) ? { 'content-type': 'application/json; charset=UTF-8' } : {}
  response.writeHead(status, { ...type, ...(status !== 204 && { 'content-length': String(bytes.byteLength) }), ...headers })
  response.end(bytes)
}

const isJson = (body: Answer['body']): body is object => body !== undefined && !Buffer.isBuffer(body)

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(',') : value
}
