import { setTimeout as sleep } from 'node:timers/promises'
import {
  type ByteSource,
  defineBackend,
  type Fs,
  FsError,
  intercept,
  type OperationOptions,
  openFs,
  type Page,
  readAll,
  repeatedly,
} from '@tranship/core'
import type { Disturbed } from '../src/describe-faults.js'
import { type Fault, strikesAnswer, strikesRequest } from '../src/fault.js'
import { createFaultPlan, type FaultPlan, type Faults } from '../src/fault-plan.js'
import { bodyOf } from './broken.js'
import { openWhole } from './whole-fs.js'

/** What a backend does wrong; `service` is what it speaks to, undisturbed by `faults`. */
export type DistantFault = (fs: Fs, service: Fs, faults: Faults) => Fs

/** Bytes of a listing's answer for each entry. */
const ENTRY_BYTES = 100

/** An Fs of which each call is a request to a service far away, opened as core opens it. */
export async function openDistant(fault: DistantFault = (fs) => fs): Promise<Disturbed> {
  const { fs: service, ...opened } = await openWhole()
  const faults = createFaultPlan()
  const backend = defineBackend({
    contract: 1,
    type: 'distant',
    prefix: 'distant',
    description: 'In memory, behind faults',
    options: {},
    open: async () => fault(distant(service, faults), service, faults),
  })
  return { ...opened, fs: await openFs(backend, {}), faults }
}

function distant(service: Fs, plan: FaultPlan): Fs {
  const { listAll } = service
  return {
    ...intercept(service, { call: ({ args }, run) => request(plan, 0, signalOf(args), run) }),
    put: async (path, source, options = {}) => {
      const bytes = await bodyOf(source, options)
      return request(plan, bytes.byteLength, options.signal, () => service.put(path, received(source, bytes), options))
    },
    open: async function* (object, options = {}) {
      const body = await request(plan, 0, options.signal, async () => Buffer.from(await readAll(service.open(object, options))))
      const fault = plan.take((each) => strikesAnswer(each, body.byteLength))
      if (fault === undefined) yield body
      else yield* brokenBody(body, fault, options)
    },
    list: (directory, options) => pages(service.list(directory, options), plan, options),
    ...(listAll && { listAll: (directory, options) => pages(listAll(directory, options), plan, options) }),
  }
}

/** The source, which has been read already. */
function received({ whole: _given, file: _read, ...source }: ByteSource, bytes: Uint8Array): ByteSource {
  return {
    ...source,
    open: async function* () {
      yield bytes
    },
  }
}

/** One request, and what becomes of it. */
async function request<Answer>(
  plan: FaultPlan,
  bytes: number,
  signal: AbortSignal | undefined,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const fault = plan.take((each) => strikesRequest(each, bytes))
  if (fault === undefined) return run()
  if ('answer' in fault) throw refused(fault)
  if ('corruptRequest' in fault) throw new FsError('mismatch', 'the service received other bytes than were sent')
  if ('hold' in fault) return forever(signal)
  if ('delay' in fault) return sleep(fault.delay).then(run)
  if ('lose' in fault) await run()
  throw unavailable()
}

function refused({ answer, retryAfter }: Extract<Fault, { answer: number }>): FsError {
  return new FsError(answer === 429 ? 'rate-limited' : 'unavailable', 'the service refused', {
    ...(retryAfter !== undefined && { retryAfter: Number(retryAfter) * 1000 }),
  })
}

async function* brokenBody(body: Buffer, fault: Fault, { signal }: OperationOptions): AsyncIterable<Uint8Array> {
  if ('corruptAnswer' in fault) {
    const at = fault.corruptAnswer
    body[at] = ~(body[at] ?? 0)
    yield body
    return
  }
  const bytes = 'cutAfter' in fault ? fault.cutAfter : 'stallAfter' in fault ? fault.stallAfter : 0
  if (bytes > 0) yield body.subarray(0, bytes)
  if ('stallAfter' in fault) await forever(signal)
  throw unavailable()
}

/** A listing of which the backend asks for each page again by itself. */
async function* pages(listing: AsyncIterable<Page>, plan: FaultPlan, { signal }: OperationOptions = {}): AsyncIterable<Page> {
  for await (const page of listing) {
    yield await repeatedly(() => request(plan, 0, signal, () => answered(page, plan, signal)), { signal })
  }
}

async function answered(page: Page, plan: FaultPlan, signal: AbortSignal | undefined): Promise<Page> {
  const fault = plan.take((each) => !('corruptAnswer' in each) && strikesAnswer(each, page.length * ENTRY_BYTES))
  if (fault === undefined) return page
  if ('stallAfter' in fault) return forever(signal)
  throw unavailable()
}

const unavailable = () => new FsError('unavailable', 'the connection broke')

function signalOf(args: readonly unknown[]): AbortSignal | undefined {
  const last = args.at(-1)
  return typeof last === 'object' && last !== null && 'signal' in last ? (last as OperationOptions).signal : undefined
}

/** Waits for an answer that does not come. */
function forever(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }))
}
