import { ConfigError } from '@tranship/core/backend'
import { type Credentials, credentialsOf } from './auth/credentials.js'
import { type Endpoint, endpointOf } from './endpoint.js'
import type { GcsOptions } from './options.js'

/** Bytes: what each chunk of an upload but the last must be a multiple of. */
const CHUNK_QUANTUM = 256 * 1024

/** The options of a remote, checked, with every default decided. */
export interface Settings {
  readonly endpoint: Endpoint
  readonly credentials: Credentials
  readonly project: string | undefined
  /** The project that pays for the requests. */
  readonly userProject: string | undefined
  /** Undefined: none is sent. */
  readonly objectAcl: string | undefined
  readonly bucketAcl: string | undefined
  readonly isUniform: boolean
  readonly location: string | undefined
  readonly storageClass: string | undefined
  readonly keepsDirectories: boolean
  readonly makesBuckets: boolean
  readonly decompresses: boolean
  /** Bytes of a chunk, and up to which a file goes in one request. */
  readonly chunkSize: number
  /** Names in a page of a listing. */
  readonly listChunk: number
}

/** Throws a ConfigError that says which option is wrong. */
export function settingsOf(options: GcsOptions, remote: string, environment: Readonly<Record<string, string | undefined>>): Settings {
  const fail = (problem: string): never => {
    throw new ConfigError(`remote "${remote}": ${problem}`)
  }
  const { chunk_size: chunkSize, list_chunk: listChunk, bucket_policy_only: isUniform } = options
  if (chunkSize < CHUNK_QUANTUM || chunkSize % CHUNK_QUANTUM !== 0) fail('"chunk_size" must be a multiple of 256Ki')
  if (listChunk < 1 || listChunk > 1000) fail('"list_chunk" must be from 1 to 1000')
  return {
    endpoint: endpointOf(options.endpoint) ?? fail('"endpoint" is no URL of a service'),
    credentials: credentialsOf(options, remote, environment, fail),
    project: options.project_number,
    userProject: options.user_project,
    objectAcl: isUniform ? undefined : options.object_acl,
    bucketAcl: isUniform ? undefined : options.bucket_acl,
    isUniform,
    location: options.location,
    storageClass: options.storage_class,
    keepsDirectories: options.directory_markers,
    makesBuckets: !options.no_check_bucket,
    decompresses: options.decompress,
    chunkSize,
    listChunk,
  }
}

/** What makes two remotes one realm of server-side copies: service and account, no secret. */
export function realmOf({ endpoint, credentials, userProject }: Settings): string {
  return ['gcs', endpoint.origin, credentials.kind, credentials.who, userProject ?? ''].join('|')
}
