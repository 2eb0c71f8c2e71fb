import { ConfigError } from '@tranship/core/backend'
import type { EndpointType } from './auth/catalog.js'
import { type Login, loginOf } from './auth/login.js'
import { withEnvironment } from './environment.js'
import type { SwiftOptions } from './options.js'

const MEBIBYTE = 1024 ** 2

/** Bytes that the service takes as one object. */
export const LARGEST_OBJECT = 5 * 1024 ** 3
/** Bytes of a segment, as long as a file has not too many of them. */
const LARGEST_SEGMENT = 64 * MEBIBYTE

/** How segments are put together: by a list of them (static), or by a name that they all begin with (dynamic). */
export type LargeObjectKind = 'slo' | 'dlo'

/** The options of a remote, checked, with every default decided. */
export interface Settings {
  readonly login: Login
  readonly region: string | undefined
  readonly endpointType: EndpointType
  /** Instead of what the login tells. */
  readonly storageUrl: string | undefined
  readonly storagePolicy: string | undefined
  /** Bytes up to which a file is one object. */
  readonly threshold: number
  /** Bytes. */
  readonly segmentSize: number
  readonly uploadConcurrency: number
  readonly largeObjects: LargeObjectKind | 'auto' | 'none'
  /** Names in a page of a listing. */
  readonly listChunk: number
  readonly listsUntilEmpty: boolean
}

/** Throws a ConfigError that says which option is wrong. */
export function settingsOf(given: SwiftOptions, remote: string, environment: Readonly<Record<string, string | undefined>>): Settings {
  const fail = (problem: string): never => {
    throw new ConfigError(`remote "${remote}": ${problem}`)
  }
  const options = given.env_auth ? withEnvironment(given, environment) : given
  const within = (name: 'chunk_size' | 'upload_concurrency' | 'list_chunk', least: number, most: number): number =>
    options[name] >= least && options[name] <= most ? options[name] : fail(`"${name}" must be from ${least} to ${most}`)
  const oneOf = <Word extends string>(name: 'endpoint_type' | 'large_objects', words: readonly Word[]): Word =>
    words.find((word) => word === options[name]) ?? fail(`"${name}" must be one of: ${words.join(', ')}`)

  const chunkSize = within('chunk_size', 1, LARGEST_OBJECT)
  const largeObjects = oneOf('large_objects', ['auto', 'slo', 'dlo'])
  return {
    login: loginOf(options, fail),
    region: options.region,
    endpointType: oneOf('endpoint_type', ['public', 'internal', 'admin']),
    storageUrl: options.storage_url?.replace(/\/+$/, ''),
    storagePolicy: options.storage_policy,
    threshold: options.no_large_objects ? LARGEST_OBJECT : chunkSize,
    segmentSize: Math.min(chunkSize, LARGEST_SEGMENT),
    uploadConcurrency: within('upload_concurrency', 1, 1000),
    largeObjects: options.no_large_objects ? 'none' : largeObjects,
    listChunk: within('list_chunk', 1, 100_000),
    listsUntilEmpty: options.fetch_until_empty_page,
  }
}

/** What makes two remotes one realm of server-side copies: service and account, no secret. */
export function realmOf({ login, region, storageUrl }: Settings): string {
  return ['swift', login.url, login.who, region, storageUrl].map((part) => part ?? '').join('|')
}
