import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { createFaultPlan, type Fault, type FaultPlan, type Faults, strikesAnswer, strikesRequest } from '@tranship/testkit'
import { onTestFinished } from 'vitest'
import { counted, flipped, headOf } from './body.js'
import { type RequestKind, requestKind } from './request-kind.js'

export interface CountingProxy {
  readonly endpoint: string
  /** How many requests of each kind came, since the last `forget`. */
  counts(): Partial<Record<RequestKind, number>>
  /** Requests in all, since the last `forget`. */
  total(): number
  /** Bytes of bodies that went each way, since the last `forget`. */
  bytes(): { readonly up: number; readonly down: number }
  forget(): void
  /** Lets the next `times` requests of a kind meet a fault. */
  disturb(kind: RequestKind, fault: Fault, times?: number): void
  /** Lets requests of any kind meet faults. */
  readonly faults: Faults
  /** Resolves once a request of this kind has come, from now on. */
  arrival(kind: RequestKind): Promise<void>
}

/** A proxy on loopback before a service. The Host header passes through, so signatures hold. It goes with the test. */
export async function startCountingProxy(service: string): Promise<CountingProxy> {
  const counts: Partial<Record<RequestKind, number>> = {}
  const plans: Partial<Record<RequestKind, FaultPlan>> = {}
  const faults = createFaultPlan()
  const traffic: Traffic = { up: 0, down: 0 }
  const waiting: { readonly kind: RequestKind; come(): void }[] = []

  const server = createServer((request, response) => {
    const kind = requestKind(request.method ?? '', request.url ?? '', request.headers)
    counts[kind] = (counts[kind] ?? 0) + 1
    for (const waiter of waiting) if (waiter.kind === kind) waiter.come()
    const take: FaultPlan['take'] = (strikes) => plans[kind]?.take(strikes) ?? faults.take(strikes)
    exchange(service, request, response, { take, traffic }).catch(() => response.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts: () => ({ ...counts }),
    total: () => Object.values(counts).reduce((sum, each) => sum + each, 0),
    bytes: () => ({ ...traffic }),
    forget: () => {
      Object.assign(traffic, { up: 0, down: 0 } satisfies Traffic)
      for (const kind of Object.keys(counts) as RequestKind[]) delete counts[kind]
    },
    disturb: (kind, fault, times = 1) => {
      plans[kind] ??= createFaultPlan()
      plans[kind].next(fault, { times })
    },
    faults,
    arrival: (kind) => new Promise((come) => waiting.push({ kind, come })),
  }
}

interface Traffic {
  up: number
  down: number
}

interface Watching {
  readonly take: FaultPlan['take']
  readonly traffic: Traffic
}

/** Disturbs nothing. */
const NO_FAULT: Fault = { delay: 0 }

/** One request and its answer, with the faults that they meet. */
async function exchange(service: string, request: IncomingMessage, response: ServerResponse, watching: Watching): Promise<void> {
  const { take, traffic } = watching
  const fault = take((each) => strikesRequest(each, sizeOf(request))) ?? NO_FAULT
  if ('hold' in fault) return
  if ('answer' in fault) return refuse(request, response, fault)
  if ('delay' in fault) await sleep(fault.delay)
  if ('resetAfter' in fault) return breakOff(service, request, fault.resetAfter)

  const body = counted(request, (bytes) => {
    traffic.up += bytes
  })
  const upstream = await forward(service, request, 'corruptRequest' in fault ? flipped(body, fault.corruptRequest) : body)
  if ('lose' in fault) {
    await once(upstream.resume(), 'end')
    response.destroy()
    return
  }
  await answer(request, upstream, response, watching)
}

async function refuse(request: IncomingMessage, response: ServerResponse, fault: Extract<Fault, { answer: number }>): Promise<void> {
  await once(request.resume(), 'end')
  const { answer: status, retryAfter } = fault
  response.writeHead(status, { 'content-type': 'application/xml', ...(retryAfter !== undefined && { 'retry-after': retryAfter }) })
  response.end('<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code></Error>')
}

/** The service gets the first bytes of the body, then both connections break. */
async function breakOff(service: string, request: IncomingMessage, bytes: number): Promise<void> {
  const { socket } = request
  const outgoing = begin(service, request).on('error', () => {}) // it never ends well
  for await (const part of headOf(request, bytes)) await new Promise((written) => outgoing.write(part, written))
  outgoing.destroy()
  socket.resetAndDestroy()
}

async function forward(service: string, request: IncomingMessage, body: AsyncIterable<Uint8Array>): Promise<IncomingMessage> {
  const outgoing = begin(service, request)
  const [[upstream]] = await Promise.all([once(outgoing, 'response') as Promise<[IncomingMessage]>, pipeline(body, outgoing)])
  return upstream
}

function begin(service: string, { method, url, rawHeaders }: IncomingMessage) {
  return httpRequest(service, { method, path: url, headers: rawHeaders, agent: false })
}

async function answer(
  request: IncomingMessage,
  upstream: IncomingMessage,
  response: ServerResponse,
  { take, traffic }: Watching,
): Promise<void> {
  const isSized = 'content-length' in upstream.headers
  const whole = isSized ? undefined : await buffer(upstream)
  const body = counted(whole === undefined ? upstream : Readable.from([whole]), (bytes) => {
    traffic.down += bytes
  })
  const size = request.method === 'HEAD' ? 0 : (whole?.byteLength ?? sizeOf(upstream))
  const fault = take((each) => strikesAnswer(each, size)) ?? NO_FAULT

  response.writeHead(upstream.statusCode ?? 502, upstream.rawHeaders)
  response.flushHeaders()
  if ('cutAfter' in fault) {
    await send(headOf(body, fault.cutAfter), response)
    response.destroy()
  } else if ('stallAfter' in fault) await send(headOf(body, fault.stallAfter), response)
  else await pipeline('corruptAnswer' in fault ? flipped(body, fault.corruptAnswer) : body, response)
}

/** Sends bytes, and waits until they are on their way. */
async function send(bytes: AsyncIterable<Uint8Array>, response: ServerResponse): Promise<void> {
  for await (const chunk of bytes) await new Promise((written) => response.write(chunk, written))
}

function sizeOf({ headers }: IncomingMessage): number {
  return 'transfer-encoding' in headers ? Number.POSITIVE_INFINITY : Number(headers['content-length'] ?? 0)
}
