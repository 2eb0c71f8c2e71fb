import type { ListAllOptions } from '../fs/fs.js'
import { comparePaths } from '../fs/order.js'
import type { FsPath } from '../fs/path.js'
import { storedName } from '../fs/stored-name.js'
import { pathOfKey } from './bucket-keys.js'

/** The keys of a bucket that are wanted: those after one and up to another, both as they are stored. */
export interface KeyRange {
  readonly after?: string
  readonly upTo?: string
}

/**
 * What two order keys leave of the keys of a bucket below a prefix; undefined: nothing. A key that is shown by another name
 * counts where it is stored, so that ranges which touch have each key once.
 */
export function rangeWithin(bucket: string, prefix: string, { after, upTo }: ListAllOptions): KeyRange | undefined {
  const first = after === undefined ? undefined : keyOf(bucket, after)
  const last = upTo === undefined ? undefined : keyOf(bucket, upTo)
  if (first === 'beyond' || last === 'before') return undefined
  const range = {
    ...(typeof first === 'object' && first.key !== '' ? { after: first.key } : {}),
    ...(typeof last === 'object' ? { upTo: last.key } : {}),
  }
  if (range.upTo !== undefined && comparePaths(range.upTo, prefix) < 0) return undefined
  if (range.after !== undefined && !range.after.startsWith(prefix)) {
    if (comparePaths(range.after, prefix) > 0) return undefined
    delete range.after
  }
  return range
}

/** An order key as a key of a bucket, or on which side of all of them it is. */
function keyOf(bucket: string, orderKey: string): { readonly key: string } | 'before' | 'beyond' {
  const isDirectory = orderKey.endsWith('/')
  const stored = `${storedName((isDirectory ? orderKey.slice(0, -1) : orderKey) as FsPath)}${isDirectory ? '/' : ''}`
  const base = `${bucket}/`
  if (stored.startsWith(base)) return { key: stored.slice(base.length) }
  return comparePaths(stored, base) < 0 ? 'before' : 'beyond'
}

/** Leaves out what is below the directories that are not entered. Keys come in the order of the service. */
export interface Pruning {
  isWanted(key: string): boolean
  /** The last key that is not wanted any more, when the latest one was in a directory that is left out. */
  skipped(): string | undefined
}

/** Asks `enter` once for each directory that the keys below a prefix tell of. */
export function pruning(bucket: string, prefix: string, enter: (directory: FsPath) => boolean): Pruning {
  let within = prefix
  let refused: string | undefined

  return {
    isWanted: (key) => {
      if (refused !== undefined && key.startsWith(refused)) return key === refused
      refused = undefined
      while (!key.startsWith(within)) within = within.slice(0, within.lastIndexOf('/', within.length - 2) + 1)
      for (let slash = key.indexOf('/', within.length); slash !== -1; slash = key.indexOf('/', slash + 1)) {
        within = key.slice(0, slash + 1)
        const directory = pathOfKey(bucket, within.slice(0, -1))
        if (directory === undefined || enter(directory)) continue
        refused = within
        return key === refused
      }
      return true
    },
    skipped: () => (refused === undefined ? undefined : `${refused}\u{10ffff}`),
  }
}
