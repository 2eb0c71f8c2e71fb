import type { FsDirectory, FsEntry, Unreadable } from '../../fs/entry.js'
import { orderKey } from '../../fs/order.js'
import { type FsPath, isBelow } from '../../fs/path.js'

/** What lies over a pair: it depends on what was told before it. */
export interface Shadow {
  /** This side could not be read here, or somewhere above. */
  readonly blind?: 'src' | 'dst'
  /** The source has a file where this, or a directory above it, would have to be: both can stand only where keys are no directories. */
  readonly underFile?: true
}

/** Follows a join in the order of its keys and tells what lies over each pair. Holds a few keys, however long the join. */
export interface Shadows {
  take(src: FsEntry | undefined, dst: FsEntry | undefined): Shadow | undefined
}

export interface ShadowOptions {
  /** The text by which the join is ordered, made of an order key. */
  readonly fold?: (key: string) => string
  /** Spellings that fold alike are names of their own: only a directory of just its name is in the way of a file. */
  readonly apart?: boolean
  /** Told of each directory of the source where the source has a file as well. */
  clash?(directory: FsDirectory): void
}

const BLIND = { src: { blind: 'src' }, dst: { blind: 'dst' } } as const
const UNDER_FILE = { underFile: true } as const

export function createShadows({ fold = (key) => key, apart = false, clash }: ShadowOptions = {}): Shadows {
  let blindSrc: string | undefined
  let blindDst: string | undefined
  let clashing: string | undefined
  /** Keys of files of the source that the current key begins with, the shortest first: in order these lie together. */
  const files: { readonly key: string; readonly path: FsPath }[] = []

  return {
    take: (src, dst) => {
      const key = fold(orderKey((src ?? dst) as FsEntry))
      if (src?.kind === 'unreadable' && !covers(blindSrc, key)) blindSrc = key
      if (dst?.kind === 'unreadable' && !covers(blindDst, key)) blindDst = key
      if (src !== undefined && src.kind !== 'unreadable') follow(src, key)
      if (covers(blindDst, key)) return BLIND.dst
      if (covers(blindSrc, key)) return BLIND.src
      return src !== undefined &&
        covers(clashing, key) &&
        (!apart || files.some(({ path }) => isBelow(src.path, path) || isDirectoryAt(src, path)))
        ? UNDER_FILE
        : undefined
    },
  }

  function follow(src: Exclude<FsEntry, Unreadable>, key: string): void {
    let last = files.at(-1)
    for (; last !== undefined && !key.startsWith(last.key); last = files.at(-1)) files.pop()
    if (src.kind === 'object') files.push({ key, path: src.path })
    else if (last !== undefined && key.length === last.key.length + 1 && (!apart || files.some(({ path }) => path === src.path))) {
      if (!covers(clashing, key)) clashing = key
      clash?.(src)
    }
  }
}

function isDirectoryAt({ kind, path }: FsEntry, place: FsPath): boolean {
  return kind === 'directory' && path === place
}

/** The key of a place ends in "/", so what lies in it begins with it; the root's is empty. */
function covers(place: string | undefined, key: string): boolean {
  return place !== undefined && key.startsWith(place)
}
