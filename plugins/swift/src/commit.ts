import { type FsObject, type FsPath, isFsError, type PutOptions, type Reply } from '@tranship/core/backend'
import type { Session } from './client.js'
import { type Headers, headObject, isLargeVersion, SEGMENTS, storingOf } from './head.js'
import { type ObjectPlace, objectPlace } from './key.js'
import { findSegments } from './large/find-segments.js'
import { keepManifest, removeKept } from './large/hidden.js'
import { removeSegments } from './large/remove-segments.js'
import type { Segment } from './large/segment.js'

/** Lets the writers of one name in, one after the other: each sees what the one before has left. */
export type Turns = <Answer>(path: string, work: (waited: boolean) => Promise<Answer>) => Promise<Answer>

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return async (path, work) => {
    const before = last.get(path)
    const mine = (before ?? Promise.resolve()).then(
      () => work(before !== undefined),
      () => work(true),
    )
    last.set(path, mine)
    try {
      return await mine
    } finally {
      if (last.get(path) === mine) last.delete(path)
    }
  }
}

export interface Commit {
  readonly session: Session
  readonly turns: Turns
  readonly path: string
  /** What the caller believes is there now. */
  readonly replaces?: PutOptions['replaces']
  readonly signal?: AbortSignal | undefined
  /** The new segments, which an upload that goes on may share with what is there. */
  readonly segments?: readonly Segment[]
}

/**
 * Does `write`, which puts an object in the place of another one, and removes the segments of that. `write` is told whether it
 * must not be cut off, since segments depend on its outcome.
 */
export function committed(commit: Commit, write: (isAtomic: boolean) => Promise<Reply>): Promise<Reply> {
  const { session, turns, path, replaces, signal, segments: added = [] } = commit
  return turns(path, async (waited) => {
    const mayBeLarge = session.settings.largeObjects !== 'none' && (waited || added.length > 0 || !isKnownPlain(replaces))
    if (!mayBeLarge) return write(false)
    signal?.throwIfAborted()
    const place = objectPlace(path as FsPath)
    const before = await headersOf(session, place, path, signal)
    if (before === undefined || storingOf(before) === 'plain') return write(added.length > 0)

    const old = await findSegments(session, place, before, { path, signal })
    const kept = old === undefined ? await keepManifest(session, place, path) : undefined
    const names = new Set(added.map(({ bucket, key }) => `${bucket}/${key}`))
    const clear = async () => {
      await removeSegments(session, place, old?.filter(({ bucket, key }) => !names.has(`${bucket}/${key}`)) ?? [], path)
      if (kept !== undefined) await removeKept(session, kept, path)
    }
    const reply = await write(true).catch(async (error: unknown) => {
      // Where an answer was lost, what is there tells whether the old segments still belong to something.
      const now = isFsError(error, 'unavailable') ? await headersOf(session, place, path, undefined) : before
      if (!isSameObject(before, now)) await clear()
      else if (kept !== undefined) await session.steadyRequest({ method: 'DELETE', place: kept, path })
      throw error
    })
    await clear()
    return reply
  })
}

function isSameObject(before: Headers, now: Headers | undefined): boolean {
  return now?.etag === before.etag && now?.[SEGMENTS] === before[SEGMENTS] && storingOf(before) === storingOf(now ?? {})
}

/** The headers of what is at a place now; undefined where nothing is. */
export async function headersOf(
  session: Session,
  place: ObjectPlace,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Headers | undefined> {
  try {
    return (await session.steadyRequest({ method: 'HEAD', place, path, signal })).headers
  } catch (error) {
    if (isFsError(error, 'not-found')) return undefined
    throw error
  }
}

/** The condition that nothing is there, for a service that holds to it. */
export function conditionOf(replaces: PutOptions['replaces']): Headers {
  return replaces === 'nothing' ? { 'if-none-match': '*' } : {}
}

function isKnownPlain(replaces: FsObject | 'nothing' | undefined): boolean {
  if (replaces === 'nothing') return true
  return replaces?.version !== undefined && !isLargeVersion(replaces.version)
}

/** The object that a write has made, by what it sent and what the service answered. */
export function writtenObject(path: FsPath, sent: Headers, size: number, etag: string | undefined): FsObject {
  const { lastModified: _own, ...object } = headObject(path, {
    ...sent,
    'content-length': String(size),
    ...(etag !== undefined && { etag }),
  })
  return object
}
