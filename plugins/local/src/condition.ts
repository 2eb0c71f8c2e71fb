import type { BigIntStats } from 'node:fs'
import type { FsObject } from '@tranship/core/backend'
import { failure } from './errors.js'
import { kindOf, versionOf } from './file-entry.js'
import type { Located } from './native-path.js'

/** The status of a file that is meant to be `object`. Throws `not-found`, `is-directory`, or `precondition-failed` when it is no longer the same. */
export function demandObject(at: Located, status: BigIntStats | undefined, object?: FsObject): BigIntStats {
  if (status === undefined) throw failure('not-found', 'no such file', at)
  const kind = kindOf(status)
  if (kind === 'directory') throw failure('is-directory', 'is a directory', at)
  if (kind !== 'file') throw failure('not-found', `skipped, a ${kind}`, at)
  if (object?.version !== undefined && object.version !== versionOf(status)) {
    throw failure('precondition-failed', 'the file has changed', at)
  }
  return status
}

/**
 * Whether a file may be written where `status` is now. Throws `is-directory`, `already-exists` for what is no place for a file,
 * and `precondition-failed` where something else is there than the caller believes.
 */
export function demandReplaceable(at: Located, status: BigIntStats | undefined, replaces: FsObject | 'nothing' | undefined): void {
  if (status !== undefined) {
    const kind = kindOf(status)
    if (kind === 'directory') throw failure('is-directory', 'is a directory', at)
    if (kind !== 'file' && kind !== 'symbolic link') throw failure('already-exists', `a ${kind} is here`, at)
  }
  if (replaces === undefined) return
  if (replaces === 'nothing') {
    if (status !== undefined) throw failure('precondition-failed', 'something is here already', at)
  } else if (status === undefined) {
    throw failure('precondition-failed', 'the file to replace is gone', at)
  } else if (replaces.version !== undefined && replaces.version !== versionOf(status)) {
    throw failure('precondition-failed', 'the file to replace has changed', at)
  }
}
