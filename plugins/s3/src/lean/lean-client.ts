import { hash } from 'node:crypto'
import { S3, type S3ClientConfig, S3ServiceException } from '@aws-sdk/client-s3'
import { type HttpSettings, headersWith } from '@tranship/core/backend'
import type { Credentials } from '../client/credential-source.js'
import type { ServiceClock } from '../client/service-clock.js'
import type { HttpOptions } from '../client/session.js'
import type { Settings } from '../client/settings.js'
import { signingV2 } from '../client/signer-v2.js'
import { encodedKey } from './encoding.js'
import { headerOf, membersOf, placed } from './members.js'
import { HOT_OPERATIONS, type HotOperation, refusalOf, refusesLate } from './operations.js'
import { canonicalQuery, SHA256_OF_NOTHING, type SignedRequest, signingV4, UNSIGNED } from './signing-v4.js'
import { type Target, targeting } from './target.js'
import { createTransport, type Transport, type WireAnswer } from './transport.js'

/** Bytes of the answer to a request that asks for no listing. */
const LONGEST_ANSWER = 4 * 1024 ** 2
/** Members of an input that are no header and no parameter. */
const ELSEWHERE: ReadonlySet<string> = new Set(['Bucket', 'Key', 'Body', 'ContentLength', 'Delete'])
/** Operations whose good answer may begin before the work is done. */
const ANSWERS_EARLY: ReadonlySet<string> = new Set(['PUT', 'POST'])

type Input = Readonly<Record<string, unknown>>
type Sign = (request: SignedRequest, bodySha256: string) => void

/**
 * The client of the SDK, which answers by itself what is asked for all the time: with raw headers over kept connections and
 * a cached key it takes a tenth of the time. Credentials, endpoints, errors and all other operations are the SDK's.
 */
export class LeanS3 extends S3 {
  readonly #http: HttpSettings
  readonly #settings: Settings
  readonly #target: (bucket: string) => Target | undefined
  readonly #signers = new Map<string, { readonly credentials: Credentials; readonly sign: Sign }>()
  readonly #transport: Transport

  constructor(configuration: S3ClientConfig, settings: Settings, http: HttpSettings, transport: Transport) {
    super(configuration)
    this.#http = http
    this.#settings = settings
    this.#target = targeting(this, settings)
    this.#transport = transport
  }

  static {
    // Making a command costs as much as sending what it says.
    for (const [Command, operation] of HOT_OPERATIONS) {
      const method = function (this: LeanS3, input: Input, options?: unknown, callback?: unknown): Promise<object> {
        return this.#plainly(operation, input, options, callback) ?? this.send(new Command(input as never), options, callback)
      }
      Object.defineProperty(LeanS3.prototype, operation.name, { value: method })
    }
  }

  /** Typed by the signatures of `S3Client` alone: the answer is that of the command. */
  override send(command: unknown, options?: unknown, callback?: unknown): Promise<never> {
    const { input } = command as { readonly input: Input }
    const operation = HOT_OPERATIONS.get((command as { readonly constructor: never }).constructor)
    const answer = operation && this.#plainly(operation, input, options, callback)
    return (answer ?? super.send(command as Parameters<S3['send']>[0], options as object, callback as () => void)) as Promise<never>
  }

  /** Undefined: this is for the SDK. */
  #plainly(operation: HotOperation, input: Input, options: unknown, callback: unknown): Promise<object> | undefined {
    if (callback !== undefined || typeof options === 'function') return undefined
    return this.#answer(operation, input, (options ?? {}) as HttpOptions)
  }

  override destroy(): void {
    this.#transport.close()
    super.destroy()
  }

  /** Undefined: this is for the SDK. */
  #answer(operation: HotOperation, input: Input, options: HttpOptions): Promise<object> | undefined {
    const target = this.#target(String(input.Bucket))
    const parts = placed(input, ELSEWHERE)
    const body = operation.body?.(input)
    if (target === undefined || parts === undefined || (operation.body !== undefined && body === undefined)) return undefined
    const { headers } = parts
    if (body?.md5 !== undefined) headers['content-md5'] = body.md5
    if (body !== undefined) headers['content-type'] ??= 'application/octet-stream'
    headers['user-agent'] = this.#http.userAgent
    const key = typeof input.Key === 'string' ? `/${encodedKey(input.Key)}` : ''
    const query = { ...operation.query, ...parts.query }
    const request: SignedRequest = {
      method: operation.method,
      host: target.host,
      path: `${target.path}${key}` || '/',
      query,
      headers: { ...headersWith(headers, this.#http.headers, operation.content) },
    }
    return this.#send(operation, input, target, request, body?.bytes, options)
  }

  async #send(
    operation: HotOperation,
    input: Input,
    target: Target,
    request: SignedRequest,
    body: Uint8Array | undefined,
    options: HttpOptions,
  ): Promise<object> {
    if (this.#settings.credentials.kind !== 'anonymous') {
      const sign = this.#signerFor(target, await this.config.credentials())
      sign(request, options.bodySha256 ?? this.#bodyHash(body))
    }
    const { method, path, query, headers } = request
    const answer = await this.#transport.send({
      origin: target.origin,
      method: operation.method,
      target: Object.keys(query).length === 0 ? path : `${path}?${canonicalQuery(query)}`,
      headers,
      body,
      signal: options.abortSignal,
      limit: operation.limit?.(input) ?? LONGEST_ANSWER,
      streams: operation.streams === true,
    })
    const isLate = answer.status < 300 && ANSWERS_EARLY.has(method) && Buffer.isBuffer(answer.body) && refusesLate(answer.body)
    if (answer.status >= 300 || isLate) throw refused(answer, isLate ? 503 : answer.status)
    return {
      $metadata: metadataOf(answer, answer.status),
      ...(operation.tellsOfObject ? membersOf(answer.headers) : {}),
      ...(Buffer.isBuffer(answer.body) ? operation.read?.(answer.body) : { Body: this.config.sdkStreamMixin(answer.body) }),
    }
  }

  #bodyHash(body: Uint8Array | undefined): string {
    if (this.#settings.signature === 'v2') return ''
    if (body === undefined || body.byteLength === 0) return SHA256_OF_NOTHING
    return this.#settings.signsBodies ? hash('sha256', body, 'hex') : UNSIGNED
  }

  #signerFor({ signingRegion }: Target, credentials: Credentials): Sign {
    const known = this.#signers.get(signingRegion)
    if (known?.credentials === credentials) return known.sign
    const sign = this.#settings.signature === 'v4' ? signingV4(credentials, signingRegion) : this.#signingV2(credentials)
    this.#signers.set(signingRegion, { credentials, sign })
    return sign
  }

  #signingV2(credentials: Credentials): Sign {
    const { endpoint } = this.#settings
    const sign = signingV2(credentials, endpoint === undefined ? '' : new URL(endpoint).hostname)
    return (request) => sign({ ...request, hostname: request.host.replace(/:\d+$/, '') })
  }
}

/** A client whose connections are its own. The clock hears of each answer. */
export async function createLeanClient(
  configuration: S3ClientConfig,
  settings: Settings,
  http: HttpSettings,
  clock?: ServiceClock,
): Promise<S3> {
  const transport = await createTransport(http)
  return new LeanS3(configuration, settings, http, clock === undefined ? transport : telling(clock, transport))
}

function telling(clock: ServiceClock, transport: Transport): Transport {
  return {
    ...transport,
    send: async (request) => {
      const answer = await transport.send(request)
      clock.heard(headerOf(answer.headers, 'date'))
      return answer
    },
  }
}

/** An answer that refuses, as the error of the SDK that `errors.ts` classifies. */
function refused(answer: WireAnswer, status: number): S3ServiceException {
  const { name, message, ...more } = refusalOf(status, Buffer.isBuffer(answer.body) ? answer.body : Buffer.alloc(0))
  const headers = Object.fromEntries(Object.keys(answer.headers).map((header) => [header, headerOf(answer.headers, header) ?? '']))
  const error = new S3ServiceException({
    name,
    message,
    $fault: status >= 500 ? 'server' : 'client',
    $metadata: metadataOf(answer, status),
  })
  return Object.assign(error, more, { $response: { statusCode: status, headers } })
}

function metadataOf({ headers }: WireAnswer, status: number): { httpStatusCode: number; requestId?: string } {
  const requestId = headerOf(headers, 'x-amz-request-id')
  return { httpStatusCode: status, ...(requestId === undefined ? {} : { requestId }) }
}
