import { ConfigError, nameEncoding, parseToken, type Token } from '@tranship/core/backend'
import { createNames, type Names } from './names.js'
import type { DropboxOptions } from './options.js'

/** Bytes that Dropbox takes with one request. */
const LARGEST_REQUEST = 150 * 1024 ** 2
/** Files that one request commits. */
const LARGEST_BATCH = 1000

/** Where the service is: scheme, host and port. */
export interface Hosts {
  readonly api: string
  readonly content: string
}

const HOSTS: Hosts = { api: 'https://api.dropboxapi.com', content: 'https://content.dropboxapi.com' }

/** The options of a remote, checked, with every default decided. */
export interface Settings {
  readonly remote: string
  readonly hosts: Hosts
  readonly token: Token
  /** The app that the token was made for. */
  readonly app: App
  /** Bytes of a piece of an upload; a smaller file is uploaded by one request. */
  readonly chunkSize: number
  /** Files that are committed together at most; 1: each by itself. */
  readonly batchSize: number
  readonly impersonate: string | undefined
  readonly impersonateAdmin: string | undefined
  readonly rootNamespace: string | undefined
  readonly skipsSharedFolders: boolean
  readonly names: Names
}

export interface App {
  readonly id: string | undefined
  readonly secret: string | undefined
  readonly authorizationUrl: string
  readonly tokenUrl: string
}

export function appOf({ client_id, client_secret, auth_url, token_url }: DropboxOptions): App {
  return {
    id: client_id,
    secret: client_secret,
    authorizationUrl: auth_url ?? 'https://www.dropbox.com/oauth2/authorize',
    tokenUrl: token_url ?? `${HOSTS.api}/oauth2/token`,
  }
}

/** Throws a ConfigError that says which option is wrong. */
export function settingsOf(options: DropboxOptions, remote: string): Settings {
  const fail = (problem: string): never => {
    throw new ConfigError(`remote "${remote}": ${problem}`)
  }
  const within = (name: 'chunk_size' | 'batch_size', least: number, most: number): number =>
    options[name] >= least && options[name] <= most ? options[name] : fail(`"${name}" must be from ${least} to ${most}`)
  if (!['sync', 'async', 'off'].includes(options.batch_mode)) fail('"batch_mode" must be one of: sync, async, off')
  if (options.impersonate !== undefined && options.impersonate_admin !== undefined)
    fail('"impersonate" and "impersonate_admin" exclude each other: choose one')
  if (options.root_namespace !== undefined && !/^\d+$/.test(options.root_namespace)) fail('"root_namespace" must be a number')

  const batchSize = within('batch_size', 0, LARGEST_BATCH)
  return {
    remote,
    hosts: HOSTS,
    token: parseToken(options.token, remote),
    app: appOf(options),
    chunkSize: within('chunk_size', 1, LARGEST_REQUEST),
    batchSize: options.batch_mode === 'off' ? 1 : batchSize === 0 ? LARGEST_BATCH : batchSize,
    impersonate: options.impersonate,
    impersonateAdmin: options.impersonate_admin,
    rootNamespace: options.root_namespace,
    skipsSharedFolders: options.skip_shared_folders,
    names: createNames(nameEncoding(options.encoding)),
  }
}

/** What makes two remotes one realm of server-side copies: the log-in, by its name, and whose files it sees. */
export function realmOf({ remote, app, impersonate, impersonateAdmin, rootNamespace }: Settings): string {
  return ['dropbox', remote, app.id, impersonate, impersonateAdmin, rootNamespace].map((part) => part ?? '').join('|')
}
