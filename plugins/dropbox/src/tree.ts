import { comparePaths, type FsEntry, type FsPath, joinPath, type ListAllOptions, orderKey, type Page } from '@tranship/core/backend'
import type { Session } from './client.js'
import { entryIn, type Listed } from './entries.js'
import { listedPages } from './listing.js'

/** A directory that a listing has told of. */
interface Known {
  readonly path: FsPath
  /** Whether what is in it is wanted. */
  readonly isEntered: boolean
}

/**
 * Everything below a directory with one request for some 2000 entries, in no order. The service shows a path with its last name
 * spelled rightly, and perhaps no other: so the directories are remembered, by their path in small letters, as long as it takes.
 */
export async function* listTree(session: Session, directory: FsPath, options: ListAllOptions): AsyncGenerator<Page> {
  const { signal, after, upTo } = options
  const tree = createTree(session, directory, options)
  const isWithin = (entry: FsEntry): boolean => {
    const key = orderKey(entry)
    return (after === undefined || comparePaths(key, after) > 0) && (upTo === undefined || comparePaths(key, upTo) <= 0)
  }
  for await (const page of listedPages(session, directory, { recursive: true, signal })) {
    yield page.flatMap((listed) => tree.entryOf(listed) ?? []).filter(isWithin)
  }
}

interface Tree {
  /** Undefined for what is not to be told. */
  entryOf(listed: Listed): FsEntry | undefined
}

function createTree(session: Session, root: FsPath, { enter }: ListAllOptions): Tree {
  const known = new Map<string, Known>([['', { path: root, isEntered: true }]])
  const depth = root === '' ? 0 : root.split('/').length

  /** Of a directory that was not told of before what is in it, which no service promises: as the service shows it. */
  const unseen = (key: string, display: readonly string[]): Known => {
    const above = key.slice(0, Math.max(0, key.lastIndexOf('/')))
    const { path, isEntered } = known.get(above) ?? unseen(above, display.slice(0, -1))
    return { path: joinPath(path, session.settings.names.shown(display.at(-1) ?? '') ?? ''), isEntered }
  }

  return {
    entryOf: (listed) => {
      const lower = below(listed.path_lower, depth)
      if (lower.length === 0 || listed['.tag'] === 'deleted') return undefined // it may tell of the directory itself
      const key = lower.slice(0, -1).join('/')
      const parent = known.get(key) ?? unseen(key, below(listed.path_display, depth).slice(0, -1))
      const entry = parent.isEntered ? entryIn(session, parent.path, listed) : undefined
      if (listed['.tag'] === 'folder') {
        const path = entry?.path ?? parent.path
        known.set(lower.join('/'), { path, isEntered: entry !== undefined && (enter?.(path) ?? true) })
      }
      return entry
    },
  }
}

/** The names of a path of the service, without those of so many directories above. */
function below(path: string | undefined, depth: number): readonly string[] {
  return (path ?? '').split('/').slice(1 + depth)
}
