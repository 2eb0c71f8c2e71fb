import {
  asFsError,
  type Details,
  type DetailsWanted,
  detailsOf,
  type Filter,
  type Fs,
  type FsError,
  type FsPath,
  level,
} from '@tranship/core'
import type { TreeTotal } from '../ui/tree-line.js'
import type { TreeOrder } from '../ui/tree-order.js'

/** One entry of a tree, and what is in it. */
export interface Branch {
  readonly details: Details
  /** Of a directory only known when totals are asked for. */
  readonly total: TreeTotal
  /** Begins to list a directory whose turn comes soon. */
  prepare(): void
  /** What is in a directory, in order. It is handed over, not kept: asked again it is listed again. */
  children(): Promise<readonly Branch[]>
}

export interface BranchOptions {
  readonly filter: Filter
  readonly wanted: DetailsWanted
  readonly signal: AbortSignal
  readonly checkers: number
  /** Stands for a modification time that is not known. */
  readonly unknownTime?: bigint
  /** Directories down to which is listed. */
  readonly depth: number
  isShown(details: Details): boolean
  /** Absent: the order of the listing. */
  readonly order?: TreeOrder | undefined
  /** The totals of directories are wanted: the whole tree is held in memory. Else only the directories that are being printed. */
  readonly totals: boolean
  /** Told of each place that cannot be read; it then is empty. */
  failed(path: string, error: FsError): void
}

/** What is in a directory `depth` levels below the root. Rejects when it cannot be listed. */
export async function branchesOf(fs: Fs, directory: FsPath, depth: number, options: BranchOptions): Promise<readonly Branch[]> {
  const { filter, signal, wanted, isShown, order, failed } = options
  const shown: Details[] = []
  for await (const page of level(fs, directory, { filter, signal })) {
    const entries = page.flatMap((entry) => {
      if (entry.kind !== 'unreadable') return [entry]
      failed(entry.path, entry.cause)
      return []
    })
    shown.push(...(await detailsOf(fs, entries, wanted, options)).filter(isShown))
  }
  if (order !== undefined) shown.sort(order)
  return Promise.all(shown.map((details) => branchOf(fs, details, depth + 1, options)))
}

async function branchOf(fs: Fs, details: Details, depth: number, options: BranchOptions): Promise<Branch> {
  const { kind, path } = details.entry
  if (kind === 'object') return fileBranch(details)
  if (depth >= options.depth) return { details, total: { bytes: 0, isCut: true }, ...CHILDLESS }

  let begun: Promise<readonly Branch[]> | undefined
  const list = () =>
    branchesOf(fs, path, depth, options).catch((error) => {
      options.signal.throwIfAborted()
      options.failed(path, asFsError(error, path))
      return []
    })
  const prepare = () => {
    begun ??= list()
    begun.catch(() => {}) // It is told where its turn comes.
  }
  const children = () => {
    const listed = begun ?? list()
    begun = undefined
    return listed
  }
  if (!options.totals) return { details, total: NOTHING, prepare, children }
  begun = list()
  return { details, total: totalOf(await begun), prepare, children }
}

export function fileBranch(details: Details): Branch {
  return { details, total: { bytes: details.entry.size ?? 0, isCut: false }, ...CHILDLESS }
}

const CHILDLESS = { prepare: () => {}, children: async () => [] }
const NOTHING: TreeTotal = { bytes: 0, isCut: false }

export function totalOf(branches: readonly Branch[]): TreeTotal {
  return {
    bytes: branches.reduce((sum, { total }) => sum + total.bytes, 0),
    isCut: branches.some(({ total }) => total.isCut),
  }
}

/** A branch on the way through a tree. */
export interface Visit {
  readonly branch: Branch
  /** For each directory on the way, and for itself, whether nothing comes after it there. */
  readonly isLast: readonly boolean[]
}

/** Directories that are listed ahead of the one that is visited. */
const AHEAD = 8

/** All branches, each directory before what is in it. */
export async function* visits(branches: readonly Branch[], above: readonly boolean[] = []): AsyncIterable<Visit> {
  const directories = branches.filter(({ details }) => details.entry.kind === 'directory').values()
  const listAhead = () => directories.next().value?.prepare()
  for (let ahead = 0; ahead < AHEAD; ahead++) listAhead()
  for (const [at, branch] of branches.entries()) {
    const isLast = [...above, at === branches.length - 1]
    yield { branch, isLast }
    if (branch.details.entry.kind !== 'directory') continue
    yield* visits(await branch.children(), isLast)
    listAhead()
  }
}
