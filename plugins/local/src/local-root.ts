import type { BigIntStats } from 'node:fs'
import { isAbsolute, parse, resolve, sep } from 'node:path'
import type { FsPath } from '@tranship/core/backend'
import {
  COMPUTED_HASHES,
  ConfigError,
  type HashName,
  type Log,
  type NameEncoding,
  nameEncoding,
  type Place,
  shownPath,
} from '@tranship/core/backend'
import { locate } from './names/locate.js'
import type { NativePath } from './names/native-path.js'
import { usualEncoding } from './names/usual-encoding.js'
import type { LocalOptions } from './options.js'
import { createDisk, type Disk } from './reading/disk.js'
import { AT_ONCE } from './reading/open-file.js'
import { createSlices, type Slices } from './slices.js'
import { createLeftovers, type Leftovers } from './writing/leftovers.js'

/** What becomes of symbolic links: left out, followed when something is read, or shown as text files. */
export type LinkView = 'skip' | 'follow' | 'text'

/** A directory of this machine, and how what lies below it is seen. */
export interface LocalRoot {
  /** An absolute path without "." and ".." segments. */
  readonly directory: NativePath
  readonly links: LinkView
  /** Absent where every name is stored as it is. */
  readonly encoding?: NameEncoding
  /** The hashes that are offered. */
  readonly hashes: readonly HashName[]
  timeOf(status: BigIntStats): bigint
  readonly options: LocalOptions
  readonly slices: Slices
  readonly leftovers: Leftovers
  readonly disk: Disk
  /** Devices whose file systems have no shared blocks, as far as is known. */
  readonly uncloneable: Set<bigint>
  /** The roots of other places that files came from. */
  readonly others: WeakMap<Place, LocalRoot>
  /** For a file of up to AT_ONCE bytes, used again by each; never across an await. */
  memory(): Buffer
  readonly log: Log
}

/** Throws a ConfigError that names the option in question. */
export function localRoot(options: LocalOptions, log: Log): LocalRoot {
  if (options.links && options.copy_links) throw new ConfigError('links and copy_links exclude each other: choose one')
  const encoding = nameEncoding(options.encoding === '' ? usualEncoding(process.platform) : options.encoding)
  return {
    directory: absoluteRoot(options.root),
    links: options.links ? 'text' : options.copy_links ? 'follow' : 'skip',
    ...(encoding && { encoding }),
    hashes: offeredHashes(options.hashes),
    timeOf: timeOf(options.time_type),
    options,
    slices: createSlices(),
    leftovers: createLeftovers(),
    disk: createDisk(),
    uncloneable: new Set(),
    others: new WeakMap(),
    memory: oneBuffer(),
    log,
  }
}

/** The root as an absolute path without "." and ".." segments. Throws a ConfigError when it is none. */
export function absoluteRoot(root: string): string {
  if (!isAbsolute(root)) throw new ConfigError(`the root of a local file system must be an absolute path: ${JSON.stringify(root)}`)
  if (root.includes('\0') || !root.isWellFormed()) throw new ConfigError(`the root ${JSON.stringify(root)} is not a path`)
  return resolve(root)
}

/**
 * The place of a root in the realm of all local files, so that core can narrow it like any path. Where options change how names
 * are spelled, it is a realm of its own.
 */
export function placeOf(root: LocalRoot): Place {
  const directory = String(root.directory)
  const { root: top } = parse(directory)
  const spelling = root.options.encoding + (root.options.unicode_normalization ? ',nfc' : '')
  return { realm: `local:${top}${spelling && `?${spelling}`}`, path: shownPath(directory.slice(top.length).replaceAll(sep, '/')) ?? '' }
}

/** The directory at a place of the same realm. */
export function directoryAt(root: LocalRoot, place: Place): NativePath {
  const { root: top } = parse(String(root.directory))
  return locate({ ...root, directory: top }, place.path as FsPath).native
}

const TIMES: Readonly<Record<string, (status: BigIntStats) => bigint>> = {
  mtime: (status) => status.mtimeNs,
  atime: (status) => status.atimeNs,
  btime: (status) => status.birthtimeNs,
  ctime: (status) => status.ctimeNs,
}

function timeOf(name: string): (status: BigIntStats) => bigint {
  const found = Object.hasOwn(TIMES, name) ? TIMES[name] : undefined
  if (found === undefined) throw new ConfigError(`time_type is one of ${Object.keys(TIMES).join(', ')}, not ${JSON.stringify(name)}`)
  return found
}

function offeredHashes(list: string): readonly HashName[] {
  const wanted = list.split(',').flatMap((word) => word.trim().toLowerCase() || [])
  const unknown = wanted.find((name) => name !== 'none' && !COMPUTED_HASHES.includes(name))
  if (unknown !== undefined) throw new ConfigError(`no hash is called ${JSON.stringify(unknown)}; there are: ${COMPUTED_HASHES.join(', ')}`)
  return wanted.length === 0 ? COMPUTED_HASHES : COMPUTED_HASHES.filter((name) => wanted.includes(name))
}

function oneBuffer(): () => Buffer {
  let buffer: Buffer | undefined
  return () => {
    buffer ??= Buffer.allocUnsafeSlow(AT_ONCE)
    return buffer
  }
}
