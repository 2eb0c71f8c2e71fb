import { type BigIntStats, chmodSync, chownSync, fchmodSync, fchownSync } from 'node:fs'
import type { Log } from '@tranship/core/backend'
import { codeOf, localError } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import type { Located } from '../names/locate.js'
import { parseTimestamp, timestamp } from './timestamp.js'

/** The keys of metadata that a file keeps, named as rclone names them. `rdev` and `btime` are told and cannot be set. */
export const METADATA_KEYS = ['mode', 'uid', 'gid', 'rdev', 'atime', 'mtime', 'btime'] as const

type Metadata = Readonly<Record<string, string>>

/** What metadata asks for; absent: left as it is. */
export interface Properties {
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
  /** Nanoseconds since the epoch. */
  readonly atime?: bigint
  readonly mtime?: bigint
}

/** A file by its descriptor, or whatever is at a place but a symbolic link. */
type Target = number | Located

const PERMISSIONS = 0o777
const SPECIAL_BITS = 0o7000

export function metadataOf(status: BigIntStats): Metadata {
  return {
    mode: status.mode.toString(8),
    uid: String(status.uid),
    gid: String(status.gid),
    rdev: status.rdev.toString(16),
    atime: timestamp(status.atimeNs),
    mtime: timestamp(status.mtimeNs),
    ...(status.birthtimeNs > 0n && { btime: timestamp(status.birthtimeNs) }),
  }
}

/** What of the metadata can be set here. A value that makes no sense is told to the log and left out. */
export function propertiesOf(metadata: Metadata, at: Located, { log, options }: Pick<LocalRoot, 'log' | 'options'>): Properties {
  const read = <Value>(key: string, parse: (text: string) => Value | undefined): Record<string, Value> => {
    const text = metadata[key]
    const value = text === undefined ? undefined : parse(text)
    if (text !== undefined && value === undefined) log('notice', `metadata not kept: ${key} cannot be ${JSON.stringify(text)}`, at.path)
    return value === undefined ? {} : { [key]: value }
  }
  const bits = options.metadata_restore_special_bits ? PERMISSIONS | SPECIAL_BITS : PERMISSIONS
  return {
    ...read('mode', (text) => (/^[0-7]{1,7}$/.test(text) ? Number.parseInt(text, 8) & bits : undefined)),
    ...read('uid', parseId),
    ...read('gid', parseId),
    ...read('atime', parseTimestamp),
    ...read('mtime', parseTimestamp),
  }
}

/** Sets owner, then permissions. Only the superuser can give files away: where that is refused the log is told, and the rest is set. */
export function setProperties(target: Target, { mode, uid, gid }: Properties, old: BigIntStats, at: Located, log: Log): void {
  const owner = [uid ?? Number(old.uid), gid ?? Number(old.gid)] as const
  if (owner[0] !== Number(old.uid) || owner[1] !== Number(old.gid)) {
    tolerant(at, log, 'owner', () => (typeof target === 'number' ? fchownSync(target, ...owner) : chownSync(target.native, ...owner)))
  }
  if (mode !== undefined) {
    tolerant(at, log, 'mode', () => (typeof target === 'number' ? fchmodSync(target, mode) : chmodSync(target.native, mode)))
  }
}

function tolerant(at: Located, log: Log, what: string, call: () => void): void {
  try {
    call()
  } catch (error) {
    const told = localError(error, at)
    if (codeOf(error) !== 'EPERM' && told.kind !== 'unsupported') throw told
    log('notice', `${what} not kept: ${told.message}`, at.path)
  }
}

function parseId(text: string): number | undefined {
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined
}
