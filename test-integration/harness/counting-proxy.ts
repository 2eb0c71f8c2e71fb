import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { onTestFinished } from 'vitest'
import { type RequestKind, requestKind } from './request-kind.js'

type Fault =
  /** Answered by the proxy, with this status and header; the service does not hear of it. */
  | { readonly answer: number; readonly retryAfter?: string }
  /** The connection breaks after this many bytes of the answer's body. */
  | { readonly cutAfter: number }
  /** Nothing more comes after this many bytes of the answer's body, and the connection stays. */
  | { readonly stallAfter: number }
  /** The service does what it is asked to, and the connection breaks instead of its answer. */
  | { readonly lose: true }
  /** The request reaches nobody and is never answered. */
  | { readonly hold: true }

export interface CountingProxy {
  readonly endpoint: string
  /** How many requests of each kind came, since the last `forget`. */
  counts(): Partial<Record<RequestKind, number>>
  /** Requests in all, since the last `forget`. */
  total(): number
  forget(): void
  /** Lets the next `times` requests of a kind meet a fault. */
  disturb(kind: RequestKind, fault: Fault, times?: number): void
  /** Resolves once a request of this kind has come, from now on. */
  arrival(kind: RequestKind): Promise<void>
}

/** A proxy on loopback before a service. The Host header passes through, so signatures hold. It goes with the test. */
export async function startCountingProxy(service: string): Promise<CountingProxy> {
  const counts: Partial<Record<RequestKind, number>> = {}
  const faults: { readonly kind: RequestKind; readonly fault: Fault; left: number }[] = []
  const waiting: { readonly kind: RequestKind; come(): void }[] = []

  const server = createServer((request, response) => {
    const kind = requestKind(request.method ?? '', request.url ?? '', request.headers)
    counts[kind] = (counts[kind] ?? 0) + 1
    for (const waiter of waiting) if (waiter.kind === kind) waiter.come()
    const planned = faults.find((each) => each.kind === kind && each.left > 0)
    if (planned !== undefined) planned.left--
    answer(request, response, planned?.fault).catch(() => response.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })

  async function answer(request: IncomingMessage, response: ServerResponse, fault: Fault | undefined): Promise<void> {
    if (fault && 'hold' in fault) return
    if (fault && 'answer' in fault) {
      request.resume()
      await once(request, 'end')
      const { answer: status, retryAfter } = fault
      response.writeHead(status, { 'content-type': 'application/xml', ...(retryAfter !== undefined && { 'retry-after': retryAfter }) })
      response.end('<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code></Error>')
      return
    }
    const upstream = await forward(request)
    if (fault && 'lose' in fault) {
      upstream.resume()
      await once(upstream, 'end')
      response.destroy()
      return
    }
    response.writeHead(upstream.statusCode ?? 502, upstream.rawHeaders)
    response.flushHeaders()
    if (fault && 'cutAfter' in fault) {
      await passOn(upstream, response, fault.cutAfter)
      response.destroy()
      return
    }
    if (fault && 'stallAfter' in fault) return passOn(upstream, response, fault.stallAfter)
    await pipeline(upstream, response)
  }

  async function forward(request: IncomingMessage): Promise<IncomingMessage> {
    const { method, url, rawHeaders } = request
    const outgoing = httpRequest(service, { method, path: url, headers: rawHeaders, agent: false })
    const [[upstream]] = await Promise.all([once(outgoing, 'response') as Promise<[IncomingMessage]>, pipeline(request, outgoing)])
    return upstream
  }

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts: () => ({ ...counts }),
    total: () => Object.values(counts).reduce((sum, each) => sum + each, 0),
    forget: () => {
      for (const kind of Object.keys(counts) as RequestKind[]) delete counts[kind]
    },
    disturb: (kind, fault, times = 1) => void faults.push({ kind, fault, left: times }),
    arrival: (kind) => new Promise((come) => waiting.push({ kind, come })),
  }
}

/** Passes on the first bytes of a body, and waits until they are on their way. */
async function passOn(from: IncomingMessage, to: ServerResponse, bytes: number): Promise<void> {
  let left = bytes
  for await (const chunk of from as AsyncIterable<Buffer>) {
    const part = chunk.subarray(0, left)
    left -= part.length
    await new Promise((written) => to.write(part, written))
    if (left === 0) break
  }
}
