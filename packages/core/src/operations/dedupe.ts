import type { FsDirectory, FsObject } from '../fs/entry.js'
import { asFsError, FsError, isFsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import type { HashName } from '../fs/hash.js'
import { type FsPath, isBelow } from '../fs/path.js'
import { commonHashes } from '../sync/decide/shared-hash.js'
import { digestOf } from './digest.js'
import { type DuplicateFiles, filesOfOneContent, filesOfOneName, withoutRepeats } from './duplicates.js'
import { countFailure, type Failures, noFailures } from './failures.js'
import type { TreeChoices } from './files.js'
import { freeName } from './free-name.js'
import { mergeTwins } from './merge-twins.js'
import type { Resolution } from './resolution.js'

export type DedupeEvent =
  /** The hash is absent where names were looked for. */
  | { readonly type: 'found'; readonly name: string; readonly files: number; readonly hash?: HashName }
  /** Files of one name and one content: all but one are deleted. */
  | { readonly type: 'identical'; readonly name: string; readonly files: number; readonly by: string }
  | { readonly type: 'skipped' | 'thinned'; readonly name: string; readonly files: number; readonly hash?: HashName }
  /** Just one file of the name is left. */
  | { readonly type: 'resolved'; readonly name: string }
  | { readonly type: 'deleted'; readonly object: FsObject }
  | { readonly type: 'renamed'; readonly path: FsPath; readonly to: FsPath }
  | { readonly type: 'merged' | 'twins'; readonly path: FsPath; readonly directories: number }
  /** One file that is listed several times, which deleting would lose. */
  | { readonly type: 'same-file'; readonly path: FsPath; readonly times: number }
  /** A dry run: it would have been done. */
  | { readonly type: 'planned'; readonly what: 'delete' | 'rename' | 'merge'; readonly path: FsPath; readonly size?: number }
  | { readonly type: 'failed'; readonly path: FsPath; readonly error: FsError }

export interface DedupeOptions extends TreeChoices {
  /** Files of one name, or of one content whatever their names. */
  readonly by: 'name' | 'content'
  /** Says what is to become of duplicates; by name only of those that are not identical. */
  resolve(duplicates: DuplicateFiles, hash: HashName | undefined): Resolution | Promise<Resolution>
  /** Only listens: it is called synchronously, and must not throw. */
  report?(event: DedupeEvent): void
  /** Nothing but `resolve` and `report` is called: identical files stay, and directories of one name are not merged. */
  readonly listOnly?: boolean
  /** Files of one name and one size count as identical. */
  readonly sizeOnly?: boolean
  /** Nothing is changed; what would be is reported. */
  readonly dryRun?: boolean
  /** Files in work at a time; by default 8. */
  readonly checkers?: number
}

/**
 * Resolves duplicates. By name: identical files of one name are deleted but for one, what is left is resolved, then directories
 * of one path are merged. By content: all files of one digest are resolved; a storage without hashes is `unsupported`.
 */
export async function dedupe(fs: Fs, options: DedupeOptions): Promise<Failures> {
  const { signal = new AbortController().signal, by, listOnly = false, sizeOnly = false, dryRun = false, checkers = 8, report } = options
  const [hash] = commonHashes(fs.features, fs.features)
  const about = by === 'content' && hash !== undefined ? { hash } : {}
  const failures = noFailures()
  const unresolved = new Set<FsPath>()
  const twins: (readonly FsDirectory[])[] = []

  for await (const found of duplicates()) {
    const group = await completed({ ...found, objects: unique(found.objects) })
    if (group.objects.length < 2) continue
    report?.({ type: 'found', name: group.name, files: group.objects.length, ...about })
    const objects = by === 'name' && !listOnly ? await withoutIdentical(group) : group.objects
    if (objects.length < 2) {
      report?.({ type: 'resolved', name: group.name })
      continue
    }
    const resolution = await options.resolve({ name: group.name, objects }, hash)
    if (resolution === 'quit') return failures
    if (resolution === 'skip') report?.({ type: 'skipped', name: group.name, files: objects.length, ...about })
    if (resolution === 'skip' || resolution === 'leave') {
      if (by === 'name') unresolved.add(group.name as FsPath)
    } else if (resolution === 'rename') await renameAll(objects)
    else await keepOne(group.name, objects, resolution.keep)
  }

  await resolveTwins()
  return failures

  function duplicates(): AsyncIterable<DuplicateFiles> {
    if (by === 'name') return filesOfOneName(fs, options, failed, (directories) => void twins.push(directories))
    if (hash === undefined) throw new FsError('unsupported', 'this storage has no hashes to tell contents by')
    return filesOfOneContent(fs, { ...options, signal, checkers, hash }, failed)
  }

  function failed(path: FsPath, error: unknown): void {
    signal.throwIfAborted()
    const cause = asFsError(error, path)
    countFailure(failures, cause)
    report?.({ type: 'failed', path, error: cause })
  }

  function unique(objects: readonly FsObject[]): readonly FsObject[] {
    const { unique, repeated } = withoutRepeats(objects)
    for (const files of repeated) report?.({ type: 'same-file', path: (files[0] as FsObject).path, times: files.length })
    return unique
  }

  /** The files with their times, and of one name with their digests, where only asking tells them. */
  async function completed(group: DuplicateFiles): Promise<DuplicateFiles> {
    const objects: FsObject[] = []
    for (const object of group.objects) objects.push(await withDigest(await withTime(object)))
    return { ...group, objects }
  }

  async function withTime(object: FsObject): Promise<FsObject> {
    const isAsked = object.modTime === undefined && fs.features.modTimePrecision !== undefined && !fs.features.duplicates
    return isAsked ? fs.stat(object.path, { signal }).catch((error) => leftAsItIs(object, error)) : object
  }

  async function withDigest(object: FsObject): Promise<FsObject> {
    if (by === 'content' || hash === undefined) return object
    const digest = await digestOf(fs, object, { hash, download: false }, signal).catch((error) => leftAsItIs(undefined, error))
    return digest === undefined ? object : { ...object, hashes: { ...object.hashes, [hash]: digest } }
  }

  /** What could not be asked is not known, and no reason to stop. */
  function leftAsItIs<Known>(known: Known, error: unknown): Known {
    signal.throwIfAborted()
    if (isFsError(error)) return known
    throw error
  }

  /** Deletes all but the first of those that are alike; gives what is left. */
  async function withoutIdentical({ name, objects }: DuplicateFiles): Promise<readonly FsObject[]> {
    const left = new Set<FsObject>()
    for (const [by, files] of Map.groupBy(objects, identity)) {
      const [first, ...others] = files
      left.add(first as FsObject)
      if (by !== undefined && others.length > 0) report?.({ type: 'identical', name, files: files.length, by })
      for (const object of others) if (by === undefined || !(await remove(object))) left.add(object)
    }
    return objects.filter((object) => left.has(object))
  }

  /** Files of one name are identical if this is the same text; undefined: nothing tells. */
  function identity({ size, hashes }: FsObject): string | undefined {
    if (sizeOnly) return size === undefined ? undefined : `size ${size}`
    const digest = hash === undefined ? undefined : hashes?.[hash]
    return digest === undefined ? undefined : `${hash} ${digest}`
  }

  async function keepOne(name: string, objects: readonly FsObject[], keep: FsObject): Promise<void> {
    let files = 0
    for (const object of objects) {
      if (object === keep) continue
      if (await remove(object)) files++
      else if (by === 'name') unresolved.add(object.path)
    }
    if (files > 0) report?.({ type: 'thinned', name, files })
  }

  /** Whether it is gone, or would be. */
  async function remove(object: FsObject): Promise<boolean> {
    if (dryRun) {
      report?.({ type: 'planned', what: 'delete', path: object.path, ...(object.size !== undefined && { size: object.size }) })
      return true
    }
    try {
      await fs.remove(object, { signal })
      report?.({ type: 'deleted', object })
      return true
    } catch (error) {
      failed(object.path, error)
      return false
    }
  }

  async function renameAll(objects: readonly FsObject[]): Promise<void> {
    let number = 0
    for (const object of objects) {
      const { path } = object
      try {
        if (fs.move === undefined) throw new FsError('unsupported', 'this storage cannot rename files', { path })
        const free = await freeName(fs, path, number + 1, signal)
        number = free.number
        if (dryRun) report?.({ type: 'planned', what: 'rename', path })
        else {
          await fs.move(object, free.path, { signal, replaces: 'nothing' })
          report?.({ type: 'renamed', path, to: free.path })
        }
      } catch (error) {
        failed(path, error)
        unresolved.add(path)
      }
    }
  }

  /** Level by level: of what is in merged directories only a new listing tells. */
  async function resolveTwins(): Promise<void> {
    for (let found = twins.splice(0); found.length > 0; found = twins.splice(0)) {
      const merged: FsPath[] = []
      let isMoved = false
      for (const directories of found) {
        const { path } = directories[0] as FsDirectory
        if (merged.some((above) => isBelow(path, above))) isMoved = true
        else if (await merge(path, directories)) merged.push(path)
      }
      if (isMoved) await Array.fromAsync(duplicates())
    }
  }

  async function merge(path: FsPath, twins: readonly FsDirectory[]): Promise<boolean> {
    const told = { path, directories: twins.length }
    if (listOnly || dryRun) {
      report?.(listOnly ? { type: 'twins', ...told } : { type: 'planned', what: 'merge', path })
      return false
    }
    try {
      await mergeTwins(fs, twins, unresolved, signal)
      report?.({ type: 'merged', ...told })
      return true
    } catch (error) {
      failed(path, error)
      return false
    }
  }
}
