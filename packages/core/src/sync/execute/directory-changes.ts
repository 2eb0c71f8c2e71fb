import type { FsDirectory } from '../../fs/entry.js'
import { type FsPath, isBelow } from '../../fs/path.js'
import { entryPacking } from '../../tree/entry-packing.js'
import type { Packing } from '../../tree/packing.js'
import { createSpoolOf, type Spool, type SpoolOptions, shareOf } from '../../tree/spool.js'
import type { Change } from '../decide/action.js'
import type { Executor } from './execute.js'

/** What is done to a directory itself when all work below it is done. */
export type DirectoryChange =
  | { readonly do: 'touch'; readonly path: FsPath; readonly src: FsDirectory; readonly dst: FsDirectory; readonly time: bigint }
  | { readonly do: 'drop'; readonly path: FsPath; readonly src: FsDirectory }
  | { readonly do: 'delete'; readonly path: FsPath; readonly dst: FsDirectory }

export function isOfDirectory(change: Change): change is DirectoryChange {
  switch (change.do) {
    case 'touch':
      return change.src.kind === 'directory' && change.dst.kind === 'directory'
    case 'drop':
      return change.src.kind === 'directory'
    case 'delete':
      return change.dst.kind === 'directory'
    default:
      return false
  }
}

/** What is known of directories; what lies in one is told before the directory itself. */
export function createDirectorySpool<Item extends { readonly path: FsPath }>(packing: Packing<Item>, options: SpoolOptions): Spool<Item> {
  return createSpoolOf({ packing, key: ({ path }) => `${path}/`, descending: true }, shareOf(options, SPOOLS))
}

/** They are several, beside those of files: together they may hold as much in memory as one. */
const SPOOLS = 4

/** Changes that wait; they are told the deepest first. */
export function createDirectoryChanges(options: SpoolOptions): Spool<DirectoryChange> {
  return createDirectorySpool(PACKING, options)
}

/**
 * Makes changes that come the deepest first. What is removed waits for what is below it to be removed. Where something has
 * `failed`, no directory of the source is dropped: what another run will need is left as it is.
 */
export async function makeDirectoryChanges(
  changes: AsyncIterable<readonly DirectoryChange[]>,
  executor: Executor,
  { failed = 0 }: { readonly failed?: number } = {},
): Promise<void> {
  let removed: FsPath | undefined
  for await (const page of changes) {
    for (const change of page) {
      if (change.do === 'drop' && failed > 0) continue
      if (change.do !== 'touch') {
        if (removed !== undefined && isBelow(removed, change.path)) await executor.settled()
        removed = change.path
      }
      await executor.start(change)
    }
  }
  await executor.settled()
}

const KINDS = ['touch', 'drop', 'delete'] as const

const PACKING: Packing<DirectoryChange> = {
  write: (change, to) => {
    to.byte(KINDS.indexOf(change.do))
    to.text(change.path)
    entryPacking.write(change.do === 'delete' ? change.dst : change.src, to)
    if (change.do === 'touch') to.bigint(change.time)
  },
  read: (from) => {
    const kind = KINDS[from.byte()] ?? 'touch'
    const path = from.text() as FsPath
    const entry = asDirectory(entryPacking.read(from))
    switch (kind) {
      case 'touch':
        return { do: kind, path, src: entry, dst: { kind: 'directory', path }, time: from.bigint() }
      case 'drop':
        return { do: kind, path, src: entry }
      case 'delete':
        return { do: kind, path, dst: entry }
    }
  },
}

function asDirectory(entry: ReturnType<typeof entryPacking.read>): FsDirectory {
  if (entry.kind !== 'directory') throw new TypeError(`a directory was packed, and a ${entry.kind} came back`)
  return entry
}
