import type { Limiter } from '../http/limiter.js'
import type { RetryPolicy } from '../http/retry.js'

/** Ordered from what is always told to what hardly ever is. */
export type LogLevel = 'error' | 'notice' | 'info' | 'debug'

/** Takes what is worth telling a person. Never throws, never waits. `path` is the file or directory it is about. */
export type Log = (level: LogLevel, message: string, path?: string) => void

/** Small records of one remote, kept between runs. A wrong or lost record costs requests, never correctness. */
export interface Cache {
  get(key: string): string | undefined
  set(key: string, value: string): void
}

/** What a person set for every HTTP connection. Times are in milliseconds; 0 is no limit. */
export interface HttpSettings {
  /** Until a connection stands. */
  readonly connectTimeout: number
  /** Without a byte going or coming. */
  readonly idleTimeout: number
  readonly userAgent: string
  /** Certificates of authorities that are trusted besides the well-known ones, as PEM texts. */
  readonly certificateAuthorities?: readonly string[]
  /** A certificate of this program's own, for servers that want one. */
  readonly clientCertificate?: ClientCertificate
  /** False: whatever a server shows as its certificate is taken. */
  readonly verifiesCertificates?: boolean
  /** Absent: every host is asked directly. */
  readonly proxy?: ProxySettings
  /** The address of this machine that connections come from. */
  readonly localAddress?: string
  /** False: a connection serves one request only. */
  readonly keepsConnections?: boolean
  /** Headers besides a backend's own; where both have one, this is sent. */
  readonly headers?: ExtraHeaders
  /** Hears of what is sent and of what comes. */
  readonly watch?: HttpWatch
}

/** A certificate and its key, as PEM texts. */
export interface ClientCertificate {
  readonly certificate: string
  readonly key: string
  /** Opens the key, where it is encrypted. */
  readonly passphrase?: string
}

/** Headers by their lower-case names. */
export interface ExtraHeaders {
  readonly always?: Readonly<Record<string, string>>
  /** With requests that carry the content of a file. */
  readonly upload?: Readonly<Record<string, string>>
  /** With requests for the content of a file. */
  readonly download?: Readonly<Record<string, string>>
}

/** Somebody who looks for a fault. Must not throw. What it hears of may hold secrets: it must show none. */
export interface HttpWatch {
  /** Bytes of each body that are kept for it. */
  readonly bodyLimit: number
  /** A request is sent; what is returned hears of its answer, or of why none came. */
  request(seen: SeenRequest): (answer: SeenAnswer | { readonly failure: string }) => void
}

export interface SeenRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Its begin; empty of a body that is a stream. */
  readonly body: Uint8Array
}

export interface SeenAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** The begin of its body, once that has been read or left. */
  readonly body: Uint8Array
}

/** The proxies, as URLs that may hold a user and password. */
export interface ProxySettings {
  /** For http:// */
  readonly http?: string
  /** For https:// */
  readonly https?: string
  /** Hosts that are asked directly, in the form of the NO_PROXY variable. */
  readonly except?: string
}

/** All that reaches a backend besides its options. Vendor credential chains excepted, it reads nothing of its surroundings. */
export interface BackendContext {
  /** The remote's name, for messages. */
  readonly remote: string
  /** Ends the whole run. */
  readonly signal: AbortSignal
  readonly log: Log
  readonly limiter: Limiter
  readonly http: HttpSettings
  /** How often a request, or an operation, is tried; absent: as `DEFAULT_RETRY` says. */
  readonly retry?: RetryPolicy
  readonly cache: Cache
  /** Writes changed options (a new token) to the config, under its lock. */
  saveOptions(changes: Readonly<Record<string, string>>): Promise<void>
}

/** Records of a program that keeps none between runs. */
const MOST_RECORDS = 100_000

/** A context for a program that needs no more than the backend: silent, four uploads and eight requests at a time. */
export function plainContext(limiter: Limiter, changes: Partial<BackendContext> = {}): BackendContext {
  return {
    remote: '',
    signal: new AbortController().signal,
    log: () => {},
    limiter,
    http: { connectTimeout: 60_000, idleTimeout: 300_000, userAgent: 'tranship' },
    cache: cacheInMemory(MOST_RECORDS),
    saveOptions: async () => {},
    ...changes,
  }
}

/** Of more than `most` records those that were set first are forgotten. */
function cacheInMemory(most: number): Cache {
  const records = new Map<string, string>()
  return {
    get: (key) => records.get(key),
    set: (key, value) => {
      records.delete(key)
      records.set(key, value)
      const [oldest] = records.size > most ? records.keys() : []
      if (oldest !== undefined) records.delete(oldest)
    },
  }
}
