import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Fs, type FsPath, fsPath, isFsError, joinPath, level, purge, subdirectory } from '@tranship/core'
import { type Makings, watchMakings } from './doctor-makings.js'

/** Where one check is made. */
export interface Place {
  readonly fs: Fs
  /** Removes what the check left. Whether an interruption came first is of no interest. */
  remove(): Promise<void>
}

/** Where all checks are made: nothing else of what the Fs holds is written to. */
export interface Workplace {
  open(): Promise<Place>
  /** Removes everything; tells of each thing that could not be removed. */
  remove(): Promise<readonly Remainder[]>
}

export interface Remainder {
  readonly path: FsPath
  readonly error: Error
}

/** A workplace in an Fs whose root exists: a directory of its own, or at the root of a bucket store the buckets that the checks make. */
export async function openWorkplace(fs: Fs, signal: AbortSignal): Promise<Workplace> {
  const before = new Set<string>()
  for await (const page of level(fs, undefined, { signal })) for (const { path } of page) before.add(path)
  return fs.features.buckets ? inBuckets(fs, before) : inDirectory(fs)
}

function inDirectory(fs: Fs): Workplace {
  const scratch = fsPath(`tranship-doctor-${randomBytes(6).toString('hex')}`)
  const makings = watchMakings(fs, () => {})
  let opened = 0
  return {
    open: async () => {
      const path = joinPath(scratch, String(++opened))
      if (fs.features.realDirectories) await makings.fs.mkdir(path, uninterrupted())
      return {
        fs: subdirectory(makings.fs, path),
        remove: async () => {
          await makings.ended()
          await removeAll(fs, [path], ONCE)
        },
      }
    },
    remove: () => removeForGood(makings, () => removeAll(fs, [scratch], PATIENTLY)),
  }
}

/** The checks name their buckets themselves. One that was there before is never removed. */
function inBuckets(fs: Fs, before: ReadonlySet<string>): Workplace {
  const named = new Set<FsPath>()
  const makings = watchMakings(fs, (path) => {
    const [bucket = ''] = path.split('/')
    if (bucket !== '' && !before.has(bucket)) named.add(bucket as FsPath)
  })
  const place: Place = {
    fs: makings.fs,
    remove: async () => {
      await makings.ended()
      const left = new Set((await removeAll(fs, [...named], ONCE)).map(({ path }) => path))
      if (makings.mayStillCome()) return
      for (const bucket of named) if (!left.has(bucket)) named.delete(bucket)
    },
  }
  return { open: async () => place, remove: () => removeForGood(makings, () => removeAll(fs, [...named], PATIENTLY)) }
}

/** Milliseconds between two looks for what came after it was removed. */
const LOOK_AGAIN = 500

/** Removes again and again, until nothing more can come. */
async function removeForGood(makings: Makings, remove: () => Promise<readonly Remainder[]>): Promise<readonly Remainder[]> {
  await makings.ended()
  for (;;) {
    const isLast = !makings.mayStillCome()
    const left = await remove()
    if (isLast) return left
    await pause(LOOK_AGAIN)
  }
}

/** Milliseconds before each try. After a check one will do, since all is removed at the end. */
const ONCE = [0]

/** What a check began and left behind may still be under way. */
const PATIENTLY = [0, 500, 2000]

async function removeAll(fs: Fs, paths: readonly FsPath[], delays: readonly number[]): Promise<readonly Remainder[]> {
  const left: Remainder[] = []
  for (const path of paths) {
    const error = await removeTree(subdirectory(fs, path), delays)
    if (error !== undefined) left.push({ path, error })
  }
  return left
}

/** Gives the error of the last try. The backend's own `purge`, which may be what is wrong with it, is used when nothing else helps. */
async function removeTree(fs: Fs, delays: readonly number[]): Promise<Error | undefined> {
  const { purge: _own, ...plain } = fs
  let last: unknown
  for (const [index, delay] of delays.entries()) {
    await pause(delay)
    try {
      await purge(index < PATIENTLY.length - 1 ? plain : fs, uninterrupted())
      return undefined
    } catch (error) {
      if (isFsError(error, 'not-found')) return undefined
      last = error
    }
  }
  return last instanceof Error ? last : new Error(String(last))
}

/** Without a signal of the caller, a backend heeds that of the run: it may have been aborted. */
const uninterrupted = (): { readonly signal: AbortSignal } => ({ signal: new AbortController().signal })
