import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { ApiError, jsonIn, notFound, Unknown } from './api-error.js'
import { type Content, createContents } from './content.js'
import { KNOWN_FIELDS, type MatchedMethod, methodOf, strangeFields, strangeParameters } from './contract.js'
import { masked } from './fields.js'
import { createLister } from './listing.js'
import { type MethodAnswer, methodsOf } from './methods.js'
import type { Node } from './node.js'
import { createStore, type Fields, type Store } from './store.js'
import { createTokens, type Tokens } from './tokens.js'
import { committed, multipartOf, takePiece, type UploadSession } from './uploads.js'

export interface DoubleOptions {
  /** Decides the order of listings, and the ids. */
  readonly seed?: number
  /** Entries in a page, whatever is asked for. */
  readonly pageSize?: number
  readonly exportSize?: number
}

/** Google Drive on loopback, as far as its clients need it: what they ask for beyond that is a violation. */
export interface DriveDouble {
  readonly endpoint: string
  readonly store: Store
  readonly tokens: Tokens
  /** What was asked for that Drive does not have, or answered that its description does not have. */
  readonly violations: readonly string[]
  /** The requests so far, as "METHOD path". */
  readonly requests: readonly string[]
  /** Uploads that have bytes, and are no file yet. */
  openUploads(): readonly string[]
  /** From now on a search about several folders finds nothing, as it happens. */
  forgetGroups(): void
  /** From now on no search is made everywhere. */
  beIncomplete(): void
  /** Answers the next request to such a path so. */
  refuse(path: RegExp, error: ApiError): void
  close(): void
}

export async function startDriveDouble({ seed = 1, pageSize = 1000, exportSize = 10_000_000 }: DoubleOptions = {}): Promise<DriveDouble> {
  let forgetsGroups = false
  let isIncomplete = false
  const contents = createContents()
  const store = createStore(randomOf(seed), contents)
  const tokens = createTokens()
  const lister = createLister(store, String(seed), pageSize, () => forgetsGroups)
  const methods = methodsOf(store, contents, lister, { exportSize, isIncomplete: () => isIncomplete })
  const sessions = new Map<string, UploadSession>()
  const violations: string[] = []
  const requests: string[] = []
  const refusals: { readonly path: RegExp; readonly error: ApiError }[] = []

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (error instanceof ApiError) {
        send(response, error.status, error.body())
        return
      }
      if (response.destroyed || request.destroyed) return
      violations.push(`${request.method} ${request.url}: ${error instanceof Error ? error.message : String(error)}`)
      send(response, 501, error instanceof Unknown ? 'unknown' : 'broken')
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers } = request
    const url = new URL(request.url ?? '', `${headers.host?.startsWith('127.') ? 'http' : 'https'}://${headers.host}`)
    requests.push(`${method} ${url.pathname}${url.search}`)
    if (url.pathname === '/auth') {
      response.writeHead(302, { location: tokens.agreed(url.searchParams) }).end()
      return
    }
    if (url.pathname === '/token') {
      tokens.answer(await buffer(request), response)
      return
    }
    if (url.searchParams.has('upload_id')) return answerPiece(request, response, url)
    const refused = refusals.findIndex(({ path }) => path.test(`${method} ${url.pathname}`))
    const [refusal] = refused === -1 ? [] : refusals.splice(refused, 1)
    if (refusal !== undefined) {
      await buffer(request)
      throw refusal.error
    }
    if (!tokens.accepts(headers.authorization)) {
      await buffer(request)
      throw new ApiError(401, 'authError', 'Invalid Credentials')
    }
    if (url.pathname === '/export') {
      send(response, 200, store.node(url.searchParams.get('id') ?? '').exports?.[url.searchParams.get('type') ?? ''] ?? '')
      return
    }
    const matched = methodOf(method, url.pathname)
    if (matched === undefined) throw new Unknown('no such method')
    const strange = strangeParameters(matched, url.searchParams.keys())
    if (strange.length > 0) throw new Unknown(`no such parameters: ${strange.join()}`)
    if (url.pathname.startsWith('/upload/')) return answerUpload(request, response, url, matched)

    const body = await buffer(request)
    const fields = jsonIn<Fields>(body)
    const called = methods[matched.name]
    if (called === undefined) throw new Unknown(matched.name)
    tell(response, request, url, matched, called({ ids: matched.ids, query: url.searchParams, fields }))
  }

  async function answerUpload(request: IncomingMessage, response: ServerResponse, url: URL, matched: MatchedMethod): Promise<void> {
    const { searchParams: query } = url
    const node = matched.name === 'files.update' ? store.node(matched.ids[0] ?? '') : undefined
    const body = await buffer(request)
    const { 'content-type': contentType = '', 'x-upload-content-type': mimeType, 'x-upload-content-length': size } = request.headers
    if (query.get('uploadType') === 'multipart') {
      const { bytes, ...upload } = multipartOf(body, contentType)
      tellFile(response, request, url, matched, committed(store, { ...upload, node, query }, contents.of(bytes)))
      return
    }
    if (query.get('uploadType') !== 'resumable') throw new Unknown('uploadType')
    const fields = jsonIn<Fields>(body)
    if (store.nodes.has(String(fields.id))) throw new ApiError(409, 'fileIdInUse', 'A file already exists with the provided ID.')
    const id = store.newId()
    sessions.set(id, {
      fields,
      node,
      query,
      mimeType: String(mimeType ?? 'application/octet-stream'),
      size: size === undefined ? undefined : Number(size),
      bytes: contents.grow(),
    })
    query.set('upload_id', id)
    response.setHeader('location', url.href)
    send(response, 200, '')
  }

  async function answerPiece(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const id = url.searchParams.get('upload_id') ?? ''
    const session = sessions.get(id)
    if (session === undefined) {
      request.resume()
      throw notFound('upload')
    }
    if (request.method === 'DELETE') {
      sessions.delete(id)
      send(response, 499, '')
      return
    }
    const piece = await takePiece(
      request,
      session,
      () => sessions.has(id),
      () => committed(store, session, session.bytes.content()),
    )
    const matched = { name: session.node === undefined ? 'files.create' : 'files.update', ids: [] }
    if (!('stored' in piece)) {
      tellFile(response, request, url, matched, piece)
      return
    }
    if (piece.stored > 0) response.setHeader('range', `bytes=0-${piece.stored - 1}`)
    send(response, 308, '')
  }

  function tellFile(response: ServerResponse, request: IncomingMessage, url: URL, matched: MatchedMethod, node: Node): void {
    const told = methods['files.get']?.({ ids: [node.id], query: new URLSearchParams(), fields: {} })
    tell(response, request, url, matched, told)
  }

  function tell(response: ServerResponse, request: IncomingMessage, url: URL, matched: MatchedMethod, told: MethodAnswer): void {
    if (told === undefined) {
      send(response, 204, '')
      return
    }
    if ('content' in told) {
      sendContent(request, response, told.content, told.type)
      return
    }
    violations.push(...strangeFields(matched, told.json))
    const json = masked(told.json, url.searchParams.get('fields') ?? undefined, told.byDefault, KNOWN_FIELDS)
    send(response, 200, JSON.stringify(json))
  }

  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    store,
    tokens,
    violations,
    requests,
    openUploads: () => [...sessions].flatMap(([id, { bytes, file }]) => (file === undefined && bytes.size() > 0 ? [id] : [])),
    forgetGroups: () => {
      forgetsGroups = true
    },
    beIncomplete: () => {
      isIncomplete = true
    },
    refuse: (path, error) => void refusals.push({ path, error }),
    close: () => {
      server.close()
      server.closeAllConnections()
      contents.close()
    },
  }
}

function send(response: ServerResponse, status: number, body: string | Buffer): void {
  if (response.destroyed) return
  if (!response.hasHeader('content-type') && status !== 204) response.setHeader('content-type', 'application/json; charset=UTF-8')
  response.writeHead(status, status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }).end(body)
}

function sendContent(request: IncomingMessage, response: ServerResponse, content: Content, type: string): void {
  const { size } = content
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '')
  const [, first = '', last = ''] = range ?? []
  const start = range === null ? 0 : first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1)
  if (range !== null && start >= size) throw new ApiError(416, 'requestedRangeNotSatisfiable', 'Request range not satisfiable')
  response.writeHead(range === null ? 200 : 206, {
    'content-type': type,
    'content-length': end - start,
    ...(range !== null && { 'content-range': `bytes ${start}-${end - 1}/${size}` }),
  })
  if (end === start) response.end()
  else pipeline(content.stream(start, end), response, () => {})
}

/** Mulberry32: the same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
