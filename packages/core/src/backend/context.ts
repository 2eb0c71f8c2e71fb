import type { Limiter } from '../http/limiter.js'

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
  /** Absent: every host is asked directly. */
  readonly proxy?: ProxySettings
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
  readonly cache: Cache
  /** Writes changed options (a new token) to the config, under its lock. */
  saveOptions(changes: Readonly<Record<string, string>>): Promise<void>
}

/** A context for a program that needs no more than the backend: silent, four uploads and eight requests at a time. */
export function plainContext(limiter: Limiter, changes: Partial<BackendContext> = {}): BackendContext {
  const records = new Map<string, string>()
  return {
    remote: '',
    signal: new AbortController().signal,
    log: () => {},
    limiter,
    http: { connectTimeout: 60_000, idleTimeout: 300_000, userAgent: 'tranship' },
    cache: { get: (key) => records.get(key), set: (key, value) => void records.set(key, value) },
    saveOptions: async () => {},
    ...changes,
  }
}
