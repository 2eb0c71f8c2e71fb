import { FsError, type FsPath, parseDuration } from '@tranship/core/backend'
import type { Session } from '../client/session.js'
import { bucketsOf, OLD_UPLOAD, removeOldUploads, unfinishedUploads } from '../uploads.js'
import { removeHidden, versioning } from '../versions/commands.js'
import type { CommandName } from './commands.js'
import { restore, restoreStatus } from './restore.js'

/** What a person said after the name of a command. */
export interface Call {
  readonly at: FsPath
  readonly args: readonly string[]
  readonly named: Readonly<Record<string, string>>
  readonly signal: AbortSignal | undefined
}

const RUN = {
  restore,
  'restore-status': restoreStatus,
  'list-multipart-uploads': listUploads,
  cleanup: cleanUp,
  'cleanup-hidden': removeHidden,
  versioning,
} as const satisfies Record<CommandName, (session: Session, call: Call) => Promise<unknown>>

/** Runs a command by its name. */
export async function runCommand(session: Session, name: string, call: Call): Promise<unknown> {
  if (!Object.hasOwn(RUN, name)) throw new FsError('unsupported', `s3 has no command ${JSON.stringify(name)}`)
  return RUN[name as CommandName](session, call)
}

async function listUploads(session: Session, { at, signal }: Call): Promise<Readonly<Record<string, unknown>>> {
  const all: Record<string, unknown> = {}
  for (const bucket of await bucketsOf(session, at, signal)) {
    all[bucket] = (await Array.fromAsync(unfinishedUploads(session, bucket, at, signal))).flat()
  }
  return all
}

function cleanUp(session: Session, { at, named, signal }: Call): Promise<void> {
  const { 'max-age': age } = named
  const milliseconds = age === undefined ? OLD_UPLOAD : parseDuration(age)
  if (milliseconds === undefined) throw new FsError('unsupported', `max-age is no duration: ${JSON.stringify(age)}`)
  return removeOldUploads(session, at, milliseconds, signal)
}
