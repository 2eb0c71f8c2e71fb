import type { Backend } from '@tranship/core'

/** A backend that Tranship's authors publish, whether it is installed or not. */
export interface KnownBackend {
  /** The word in the config file. */
  readonly type: string
  /** The word that installs it: the package is `@tranship/plugin-<prefix>`. */
  readonly prefix: string
  readonly description: string
}

/** In the order of the numbers that they have in the wizard. */
export const KNOWN_BACKENDS: readonly KnownBackend[] = [
  { type: 'swift', prefix: 'swift', description: 'OpenStack Swift: Rackspace Cloud Files, Memset Memstore, OVH' },
  { type: 's3', prefix: 's3', description: 'Amazon S3 and what speaks its protocol: Ceph, MinIO, Wasabi, R2' },
  { type: 'local', prefix: 'local', description: 'the disks of this machine' },
  { type: 'google cloud storage', prefix: 'gcs', description: 'Google Cloud Storage' },
  { type: 'dropbox', prefix: 'dropbox', description: 'Dropbox' },
  { type: 'drive', prefix: 'drive', description: 'Google Drive' },
]

/** A backend of an installed plugin; its module is loaded on demand. */
export interface InstalledBackend extends KnownBackend {
  readonly aliases?: readonly string[]
  load(): Promise<Backend>
}

/** One line of the wizard's list of types. */
export type ChooserRow = {
  readonly type: string
  /** What a person may type for it, besides its number. */
  readonly words: readonly string[]
  readonly description: string
} & ({ readonly installed: true; load(): Promise<Backend> } | { readonly installed: false; readonly installCommand: string })

/** The known backends with their fixed numbers, then every other installed one. */
export function chooserRows(
  installed: readonly InstalledBackend[],
  known: readonly KnownBackend[] = KNOWN_BACKENDS,
): readonly ChooserRow[] {
  const others = installed.filter(({ type }) => !known.some((each) => each.type === type))
  return [...known.map((each) => installedRow(installed, each.type) ?? missingRow(each)), ...others.map(rowOf)]
}

/** How to get the backend of a type that is not installed; nothing for a type that nobody here knows. */
export function installAdvice(type: string): string | undefined {
  const known = KNOWN_BACKENDS.find((each) => each.type === type || each.prefix === type)
  if (known === undefined) return undefined
  return `the backend "${type}" is in the plugin @tranship/plugin-${known.prefix}, which is not installed: run "${installCommand(known)}"`
}

function installCommand({ prefix }: KnownBackend): string {
  return `tranship plugins install ${prefix}`
}

function installedRow(installed: readonly InstalledBackend[], type: string): ChooserRow | undefined {
  const found = installed.find((each) => each.type === type)
  return found && rowOf(found)
}

function rowOf({ type, prefix, aliases = [], description, load }: InstalledBackend): ChooserRow {
  return { type, words: [type, prefix, ...aliases], description, installed: true, load }
}

function missingRow(known: KnownBackend): ChooserRow {
  const { type, prefix, description } = known
  return { type, words: [type, prefix], description, installed: false, installCommand: installCommand(known) }
}
