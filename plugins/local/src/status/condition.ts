import type { BigIntStats } from 'node:fs'
import type { FsObject } from '@tranship/core/backend'
import { failure } from '../errors.js'
import type { Located } from '../names/locate.js'
import { kindOfStatus, versionOf } from './file-entry.js'
import type { Seen } from './look.js'

/** What is meant to be `object`. Throws `not-found`, `is-directory`, or `precondition-failed` when it is no longer the same. */
export function demandObject<Found extends Seen>(seen: Found | undefined, at: Located, object?: FsObject): Found {
  if (seen === undefined) throw failure('not-found', 'no such file', at)
  if (!seen.asLink) demandFile(at, seen.status)
  if (object?.version !== undefined && object.version !== versionOf(seen.status)) {
    throw failure('precondition-failed', 'the file has changed', at)
  }
  return seen
}

/** Throws `not-found` or `is-directory` for what is no file. */
export function demandFile(at: Located, status: BigIntStats): void {
  const kind = kindOfStatus(status)
  if (kind === 'directory') throw failure('is-directory', 'is a directory', at)
  if (kind !== 'file') throw failure('not-found', `skipped, a ${kind}`, at)
}

/**
 * Whether a file may be written where `seen` is now. Throws `is-directory`, `already-exists` for what is no place for a file,
 * and `precondition-failed` where something else is there than the caller believes.
 */
export function demandReplaceable(at: Located, seen: Seen | undefined, replaces: FsObject | 'nothing' | undefined): void {
  if (seen !== undefined && !seen.asLink) {
    const kind = kindOfStatus(seen.status)
    if (kind === 'directory') throw failure('is-directory', 'is a directory', at)
    if (kind !== 'file' && kind !== 'symbolic link') throw failure('already-exists', `a ${kind} is here`, at)
  }
  if (replaces === undefined) return
  if (replaces === 'nothing') {
    if (seen !== undefined) throw failure('precondition-failed', 'something is here already', at)
  } else if (seen === undefined) {
    throw failure('precondition-failed', 'the file to replace is gone', at)
  } else if (replaces.version !== undefined && replaces.version !== versionOf(seen.status)) {
    throw failure('precondition-failed', 'the file to replace has changed', at)
  }
}
