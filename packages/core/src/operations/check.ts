import type { FsObject } from '../fs/entry.js'
import { asFsError, type FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { type FsPath, ROOT } from '../fs/path.js'
import { joinListings, lookUp, type Pair } from '../sync/join.js'
import { commonHash } from '../sync/rules.js'
import { createTasks } from '../sync/tasks.js'
import { withUniqueNames } from '../tree/duplicates.js'
import { listing } from '../tree/listing.js'

/** The verdict on one path. */
export type CheckVerdict =
  | { readonly is: 'same'; readonly path: FsPath /** Only the sizes could be compared. */; readonly unhashed: boolean }
  | { readonly is: 'different'; readonly path: FsPath; readonly why: 'size' | 'hash' }
  | { readonly is: 'missing-on-src' | 'missing-on-dst'; readonly path: FsPath }
  /** A further file of a name that another one stands for: it is compared with nothing. */
  | { readonly is: 'duplicate'; readonly path: FsPath; readonly side: 'src' | 'dst' }
  | { readonly is: 'unknown'; readonly path: FsPath; readonly error: FsError }

export interface CheckOptions {
  readonly signal?: AbortSignal
  report(verdict: CheckVerdict): void
  /** Files in comparison at a time; by default 8. */
  readonly checkers?: number
  /** Sizes alone are compared. */
  readonly sizeOnly?: boolean
  /** Only these objects of the source, each looked up at the destination. */
  readonly only?: readonly FsObject[]
}

/** Compares sizes and a common hash of every file on both sides, and changes nothing. Times are of no interest. */
export async function check(src: Fs, dst: Fs, options: CheckOptions): Promise<void> {
  const { signal = new AbortController().signal, checkers = 8, sizeOnly = false, report } = options
  const hash = sizeOnly ? undefined : commonHash(src.features, dst.features)
  const tasks = createTasks(checkers, signal)
  const listed = (fs: Fs, side: 'src' | 'dst') =>
    withUniqueNames(listing(fs, ROOT, { signal }), fs.features, ({ kind, path }) => {
      if (kind === 'object') report({ is: 'duplicate', path, side })
    })
  const pairs = options.only === undefined ? joinListings(listed(src, 'src'), listed(dst, 'dst')) : lookUp(options.only, dst, signal)
  try {
    for await (const page of pairs) {
      for (const pair of page) {
        const verdict = verdictWithoutReading(pair)
        if (verdict === 'nothing') continue
        if (verdict !== 'compare') report(verdict)
        else await tasks.start(() => compare(pair.src as FsObject, pair.dst as FsObject), failure(pair.path))
      }
    }
  } finally {
    await tasks.settled()
  }
  signal.throwIfAborted()

  function failure(path: FsPath): (error: unknown) => void {
    return (error) => {
      if (!signal.aborted) report({ is: 'unknown', path, error: asFsError(error, path) })
    }
  }

  async function compare(left: FsObject, right: FsObject): Promise<void> {
    const { path } = left
    const [a, b] = hash === undefined ? [] : await Promise.all([hashOf(src, left, hash), hashOf(dst, right, hash)])
    const compared = a !== undefined && b !== undefined
    if (compared && a !== b) report({ is: 'different', path, why: 'hash' })
    else report({ is: 'same', path, unhashed: !compared && !sizeOnly })
  }

  async function hashOf(fs: Fs, object: FsObject, name: string): Promise<string | undefined> {
    return object.hashes?.[name] ?? (await fs.hash?.(object, name, { signal }))
  }
}

/** What names and sizes alone can tell of a pair. */
function verdictWithoutReading({ path, src, dst }: Pair): CheckVerdict | 'compare' | 'nothing' {
  for (const side of [src, dst]) if (side?.kind === 'unreadable') return { is: 'unknown', path, error: side.cause }
  if (src?.kind !== 'object') return dst?.kind === 'object' ? { is: 'missing-on-src', path } : 'nothing'
  if (dst?.kind !== 'object') return { is: 'missing-on-dst', path }
  const sizesKnown = src.size !== undefined && dst.size !== undefined
  return sizesKnown && src.size !== dst.size ? { is: 'different', path, why: 'size' } : 'compare'
}
