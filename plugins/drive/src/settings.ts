import { createHash } from 'node:crypto'
import { ConfigError } from '@tranship/core/backend'
import { identityOf, type Login, loginOf } from './auth/login.js'
import type { DriveOptions } from './options.js'
import { allOf } from './query.js'

/** Bytes that each piece of an upload but the last is a multiple of. */
const PIECE = 256 * 1024

/** The options of a remote, checked, with every default decided. */
export interface Settings {
  readonly login: Login
  /** Scheme, host and port. */
  readonly endpoint: string
  /** The id of the root, or a name that Drive has for it. */
  readonly root: string
  readonly sharedDrive: string | undefined
  readonly isAppFolder: boolean
  /** What is in the root, as a search, where that is not what has it for a parent. */
  readonly rootCondition: string | undefined
  readonly exportFormats: readonly string[]
  readonly skipsDocuments: boolean
  readonly skipsShortcuts: boolean
  readonly skipsDangling: boolean
  readonly trashedOnly: boolean
  readonly listChunk: number
  readonly doubtsEmptiness: boolean
  readonly usesTrash: boolean
  /** Bytes up to which a file is sent in one request. */
  readonly uploadCutoff: number
  /** Bytes. */
  readonly chunkSize: number
  readonly keepsRevisions: boolean
  readonly acknowledgesAbuse: boolean
  readonly copiesShortcutContent: boolean
  readonly copiesAcrossRemotes: boolean
  readonly stopsAtUploadLimit: boolean
}

/** Rejects with a ConfigError that says which option is wrong. */
export async function settingsOf(options: DriveOptions, remote: string): Promise<Settings> {
  const fail = (problem: string): never => {
    throw new ConfigError(`remote "${remote}": ${problem}`)
  }
  const { chunk_size: chunkSize, list_chunk: listChunk, endpoint = 'https://www.googleapis.com' } = options
  const isAppFolder = /(^|[ ,])drive\.appfolder($|[ ,])/.test(options.scope)
  if (chunkSize < PIECE || !Number.isInteger(Math.log2(chunkSize))) fail('"chunk_size" must be a power of two, from 256Ki')
  if (listChunk < 1 || listChunk > 1000) fail('"list_chunk" must be from 1 to 1000')
  const url = URL.parse(endpoint) ?? fail('"endpoint" is no address')
  const views = allOf([options.shared_with_me ? 'sharedWithMe = true' : undefined, options.starred_only ? 'starred = true' : undefined])
  return {
    login: await loginOf(options, remote),
    endpoint: url.origin,
    root: options.root_folder_id ?? options.team_drive ?? (isAppFolder ? 'appDataFolder' : 'root'),
    sharedDrive: options.team_drive,
    isAppFolder,
    rootCondition: views === '' ? undefined : views,
    exportFormats: options.export_formats
      .split(',')
      .map((each) => each.trim().replace(/^\./, '').toLowerCase())
      .filter((each) => each !== ''),
    skipsDocuments: options.skip_gdocs,
    skipsShortcuts: options.skip_shortcuts,
    skipsDangling: options.skip_dangling_shortcuts,
    trashedOnly: options.trashed_only,
    listChunk,
    doubtsEmptiness: options.fast_list_bug_fix,
    usesTrash: options.use_trash,
    uploadCutoff: options.upload_cutoff,
    chunkSize,
    keepsRevisions: options.keep_revision_forever,
    acknowledgesAbuse: options.acknowledge_abuse,
    copiesShortcutContent: options.copy_shortcut_content,
    copiesAcrossRemotes: options.server_side_across_configs,
    stopsAtUploadLimit: options.stop_on_upload_limit,
  }
}

/** What makes two remotes one realm of server-side copies. A secret is in it only as a digest. */
export function realmOf({ copiesAcrossRemotes, endpoint, login, root }: Settings): string {
  if (copiesAcrossRemotes) return `drive|${endpoint}`
  const who = createHash('sha256').update(identityOf(login)).digest('hex').slice(0, 16)
  return ['drive', endpoint, who, root].join('|')
}
