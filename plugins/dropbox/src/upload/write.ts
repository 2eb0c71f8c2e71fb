import { FsError, type FsPath, floorDivide, type PutOptions, toDate } from '@tranship/core/backend'
import type { files } from 'dropbox'
import type { Call, Session } from '../client.js'
import type { Batches } from './batches.js'

/** What the service is told of a file besides its content. */
export interface Commit {
  readonly path: string
  readonly mode: files.WriteMode
  readonly autorename: false
  readonly client_modified: string
  readonly strict_conflict: boolean
}

/** What all puts of an Fs share. */
export interface Tools {
  readonly session: Session
  readonly batches: Batches
}

/** One put under way. */
export interface Write extends Tools {
  readonly path: FsPath
  readonly options: PutOptions
  readonly signal: AbortSignal
  readonly commit: Commit
  /** What its requests tell of themselves. */
  readonly call: Call
}

export function writeOf({ session, batches }: Tools, path: FsPath, options: PutOptions): Write {
  const { signal = session.context.signal, replaces } = options
  const stored = session.settings.names.stored(path)
  if (stored === '') throw new FsError('is-directory', 'it is the root', { path })
  const commit: Commit = {
    path: stored,
    ...modeFor(replaces),
    autorename: false,
    // A source without a time is as old as its copy: what is stored is what this call returns.
    client_modified: secondsText(options.modTime ?? BigInt(Date.now()) * 1_000_000n),
  }
  return { session, batches, path, options, signal, commit, call: { path, action: 'write', signal } }
}

/** What is to be there, for the service to hold to: it compares and replaces in one step. */
function modeFor(replaces: PutOptions['replaces']): Pick<Commit, 'mode' | 'strict_conflict'> {
  if (replaces === 'nothing') return { mode: { '.tag': 'add' }, strict_conflict: true }
  if (replaces?.version === undefined) return { mode: { '.tag': 'overwrite' }, strict_conflict: false }
  return { mode: { '.tag': 'update', update: replaces.version }, strict_conflict: true }
}

/** The time as the service takes it: in whole seconds, rounded as rclone does. */
export function secondsText(time: bigint): string {
  const rounded = floorDivide(time + 500_000_000n, 1_000_000_000n) * 1_000_000_000n
  return toDate(rounded)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
}
