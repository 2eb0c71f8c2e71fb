import type { InferredFlags } from '@oclif/core/interfaces'
import {
  ConfigError,
  type CutoffMode,
  type DeleteMoment,
  type RenameStrategy,
  type Scope,
  type SyncChoices,
  type TransferOrder,
} from '@tranship/core'
import { depthFrom } from '../filter/chosen-files.js'
import type { FilterFlags } from '../filter/filter-flags.js'
import type { moveFlags } from './move-flags.js'
import type { backupFlags, compareFlags, deleteFlags, failureFlags, limitFlags } from './sync-flags.js'

/** The flags of a command that copies; one that deletes nothing has none of those about deletes. */
export type SyncFlags = InferredFlags<typeof compareFlags & typeof backupFlags & typeof limitFlags & typeof failureFlags> &
  FilterFlags &
  Partial<InferredFlags<typeof deleteFlags> & InferredFlags<typeof moveFlags>>

/** What a command does with what it has copied, or with what is too much. */
export type Mode = 'copy' | 'sync' | 'move'

/** What the flags ask for, as plain data. Throws what is wrong with them. */
export function syncChoicesFrom(flags: SyncFlags, mode: Mode): SyncChoices {
  const choices: { readonly [Name in keyof SyncChoices]: SyncChoices[Name] | undefined } = {
    compare: flags['size-only'] ? 'size' : flags.checksum ? 'checksum' : 'modTime',
    deletes: mode === 'sync',
    moves: mode === 'move' || undefined,
    modifyWindow: nanoseconds(flags['modify-window']),
    ignoreSize: flags['ignore-size'],
    existing: flags['ignore-existing'] ? 'skip' : flags['ignore-times'] ? 'replace' : undefined,
    update: flags.update,
    serverModTime: flags['use-server-modtime'],
    updateModTime: flags['no-update-modtime'] ? false : undefined,
    updateDirectoryModTime: flags['no-update-dir-modtime'] ? false : undefined,
    immutable: flags.immutable,
    ignoreChecksum: flags['ignore-checksum'],
    emptyDirectories: flags['create-empty-src-dirs'],
    deleteEmptySourceDirectories: flags['delete-empty-src-dirs'],
    fixCase: flags['fix-case'],
    foldsCase: flags['ignore-case-sync'],
    foldsUnicode: flags['no-unicode-normalization'] ? false : undefined,
    deleteMoment: deleteMomentFrom(flags),
    ignoreErrors: flags['ignore-errors'],
    forceDelete: flags['force-delete'],
    maxDelete: limited(flags['max-delete']),
    maxDeleteSize: limited(flags['max-delete-size']),
    trackRenames: strategiesFrom(flags),
    suffix: flags.suffix,
    suffixKeepExtension: flags['suffix-keep-extension'],
    order: orderFrom(flags['order-by']),
    checkFirst: flags['check-first'],
    maxTransfer: limited(flags['max-transfer']),
    maxDuration: limited(flags['max-duration']) || undefined,
    cutoffMode: cutoffModeFrom(flags['cutoff-mode']),
    metadata: flags.metadata,
    metadataSet: metadataFrom(flags['metadata-set']),
  }
  return Object.fromEntries(Object.entries(choices).filter(([, choice]) => choice !== undefined)) as unknown as SyncChoices
}

/** What of both sides the flags leave to be dealt with. Throws what is wrong with them. */
export function scopeFrom(flags: SyncFlags, mode: Mode): Scope {
  refuseBlindness(flags, mode)
  // What only the destination has is found by listing it alone.
  const destination = mode === 'sync' ? undefined : flags['no-check-dest'] ? 'unseen' : flags['no-traverse'] ? 'asked' : undefined
  return {
    ...(destination && { destination }),
    ...(flags['delete-excluded'] && { deleteExcluded: true }),
    ...depthFrom(flags),
  }
}

/** What can only be done for a destination that is looked at. */
const SEEING = ['immutable', 'backup-dir', 'suffix'] as const

function refuseBlindness(flags: SyncFlags, mode: Mode): void {
  if (!flags['no-check-dest']) return
  if (mode === 'sync') throw new ConfigError('--no-check-dest cannot be used with sync: use copy instead')
  const other = SEEING.find((name) => flags[name])
  if (other !== undefined) throw new ConfigError(`--no-check-dest cannot be used with --${other}, which is about what the destination has`)
}

/** Of a limit that is off (by "off" or a negative number): nothing. */
function limited(value: number | undefined): number | undefined {
  return value === undefined || value < 0 || value === Number.POSITIVE_INFINITY ? undefined : value
}

function nanoseconds(milliseconds: number | undefined): bigint | undefined {
  const finite = limited(milliseconds)
  return finite === undefined ? undefined : BigInt(Math.round(finite * 1e6))
}

function deleteMomentFrom(flags: SyncFlags): DeleteMoment | undefined {
  const given = (['before', 'during', 'after'] as const).filter((moment) => flags[`delete-${moment}`])
  if (given.length > 1) throw new ConfigError(`only one of ${given.map((moment) => `--delete-${moment}`).join(' and ')} can be given`)
  return given[0]
}

const STRATEGIES: Readonly<Record<string, RenameStrategy>> = { hash: 'hash', modtime: 'modTime', leaf: 'leaf' }

function strategiesFrom(flags: SyncFlags): readonly RenameStrategy[] | undefined {
  const { 'track-renames-strategy': names = 'hash' } = flags
  const strategies = names.split(',').map((name) => STRATEGIES[name.trim().toLowerCase()])
  if (strategies.includes(undefined)) {
    throw new ConfigError(`--track-renames-strategy: unknown strategy in "${names}": there are hash, modtime and leaf`)
  }
  return flags['track-renames'] ? (strategies as RenameStrategy[]) : undefined
}

const ORDERS: Readonly<Record<string, TransferOrder['by']>> = { size: 'size', name: 'name', modtime: 'modTime' }
const DIRECTIONS: Readonly<Record<string, TransferOrder['direction']>> = {
  asc: 'ascending',
  ascending: 'ascending',
  desc: 'descending',
  descending: 'descending',
  mixed: 'mixed',
}

/** As rclone's: "size", "name,desc", "size,mixed,75". */
function orderFrom(text: string | undefined): TransferOrder | undefined {
  if (text === undefined || text === '') return undefined
  const [name = '', way = 'asc', percent, ...rest] = text.toLowerCase().split(',')
  const [by, direction, share] = [ORDERS[name], DIRECTIONS[way], percent === undefined ? undefined : Number(percent)]
  const isShare = share === undefined || (direction === 'mixed' && Number.isInteger(share) && share >= 0 && share <= 100)
  if (by === undefined || direction === undefined || !isShare || rest.length > 0) {
    throw new ConfigError(`--order-by: "${text}" is no order: say size, name or modtime, then ,asc ,desc or ,mixed`)
  }
  return { by, direction, ...(share !== undefined && { share }) }
}

function cutoffModeFrom(text: string | undefined): CutoffMode | undefined {
  const mode = text?.toLowerCase()
  if (mode === undefined || mode === 'hard' || mode === 'soft' || mode === 'cautious') return mode
  throw new ConfigError(`--cutoff-mode: "${text}" is none: say hard, soft or cautious`)
}

function metadataFrom(pairs: readonly string[] | undefined): Readonly<Record<string, string>> | undefined {
  return pairs && Object.fromEntries(pairs.map(keyAndValue))
}

function keyAndValue(pair: string): readonly [string, string] {
  const cut = pair.indexOf('=')
  if (cut <= 0) throw new ConfigError(`--metadata-set: "${pair}" is no key=value`)
  return [pair.slice(0, cut).toLowerCase(), pair.slice(cut + 1)]
}
