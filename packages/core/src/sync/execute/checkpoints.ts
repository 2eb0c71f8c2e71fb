import type { FsObject } from '../../fs/entry.js'
import { isFsError } from '../../fs/error.js'
import type { Checkpoint, Fs } from '../../fs/fs.js'
import { type FsPath, joinPath } from '../../fs/path.js'

/**
 * Where it is kept, between runs, how far transfers came. Processes may share one: what another process is still at work on is
 * not shown. A lost record costs bytes that are sent again, and leaves on the service what it named.
 */
export interface CheckpointStore {
  /** What was saved under a key; of what several processes left there one, and another one after `remove`. */
  load(key: string): string | undefined
  save(key: string, record: string): void
  remove(key: string): void
  /** The keys of what nobody has come back to for so long that it is better given up. */
  expired(): Iterable<string>
}

/** One transfer that may go on where an earlier one was cut off. */
export interface Resumption {
  readonly checkpoint: Checkpoint
  /** Forgets what was kept: the object is stored. */
  stored(): void
  /** Gives up what was kept, where going on would end in the same failure, or could not be kept. */
  failed(error: unknown): Promise<void>
}

export interface Resumable {
  readonly src: Fs
  readonly dst: Fs
  readonly object: FsObject
  readonly to: FsPath
}

interface CheckpointRecord {
  /** The source as it was. */
  readonly source: string
  /** What the backend saved. */
  readonly state: string
}

/**
 * What a put of this object may go on from. What earlier puts to the same place left of other sources is discarded first.
 * Undefined where the bytes of the source could be others at the next reading, or the destination takes no checkpoint.
 */
export async function resumptionOf(store: CheckpointStore, job: Resumable, signal: AbortSignal): Promise<Resumption | undefined> {
  const { src, dst, object, to } = job
  const isHeld = object.version !== undefined && object.size !== undefined && src.features.conditions.includes('open')
  if (dst.discard === undefined || !isHeld) return undefined
  const key = keyOf(dst, to)
  let kept = recordOf(store.load(key))
  while (kept !== undefined && kept.source !== identityOf(src, object)) {
    await discardQuietly(dst, kept.state, signal)
    store.remove(key)
    kept = recordOf(store.load(key))
  }
  let state = kept?.state
  let isKept = true
  const giveUp = async (): Promise<void> => {
    if (state === undefined) return
    await discardQuietly(dst, state, undefined)
    store.remove(key)
  }
  return {
    checkpoint: {
      load: () => state,
      save: (saved) => {
        state = saved
        isKept = succeeds(() =>
          store.save(key, JSON.stringify({ source: identityOf(src, object), state: saved } satisfies CheckpointRecord)),
        )
      },
    },
    stored: () => {
      if (state !== undefined) store.remove(key)
    },
    failed: async (error) => {
      if (!isKept || !mayGoOn(error, signal)) await giveUp()
    },
  }
}

/** Whether the same transfer may come to another end the next time: it was cut off, or the service could not be had. */
function mayGoOn(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || (isFsError(error) && error.temporary)
}

/** What cannot be kept need not keep the transfer from being made. */
function succeeds(attempt: () => void): boolean {
  try {
    attempt()
    return true
  } catch {
    return false
  }
}

/** Discards what was left so long ago, anywhere in the realm of an Fs, that nobody will come back to it. */
export async function discardExpired(store: CheckpointStore, fs: Fs, signal: AbortSignal): Promise<void> {
  if (fs.discard === undefined) return
  for (const key of store.expired()) {
    if (realmOf(key) !== fs.place.realm) continue
    const kept = recordOf(store.load(key))
    if (kept !== undefined) await discardQuietly(fs, kept.state, signal)
    store.remove(key)
  }
}

/** What cannot be discarded now is left to `cleanUp`: it must not keep anything from being transferred. */
async function discardQuietly(fs: Fs, state: string, signal: AbortSignal | undefined): Promise<void> {
  await fs.discard?.(state, signal && { signal }).catch(() => signal?.throwIfAborted())
}

/** A destination has the same key however narrow the Fs is that it is reached by. */
function keyOf({ place }: Fs, to: FsPath): string {
  return JSON.stringify([place.realm, joinPath(place.path as FsPath, to)])
}

function realmOf(key: string): string {
  return (JSON.parse(key) as [string, string])[0]
}

/** Differs whenever the bytes may differ. */
function identityOf({ place }: Fs, { path, size, modTime, version }: FsObject): string {
  return JSON.stringify([place.realm, joinPath(place.path as FsPath, path), size, String(modTime), version])
}

/** Undefined also for a text that no version of this program has saved. */
function recordOf(text: string | undefined): CheckpointRecord | undefined {
  if (text === undefined) return undefined
  const { source, state } = JSON.parse(text) as Partial<CheckpointRecord>
  return typeof source === 'string' && typeof state === 'string' ? { source, state } : undefined
}
