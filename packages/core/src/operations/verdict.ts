import type { FsObject } from '../fs/entry.js'
import { asFsError, type FsError } from '../fs/error.js'
import type { FsPath } from '../fs/path.js'
import { createTasks } from '../sync/execute/tasks.js'
import type { Pair } from '../sync/join/join.js'

/** The verdict on one path. */
export type CheckVerdict =
  | { readonly is: 'same'; readonly path: FsPath /** Nothing but the sizes could be compared. */; readonly unhashed: boolean }
  | { readonly is: 'different'; readonly path: FsPath; readonly why: 'size' | 'hash' | 'content' }
  | { readonly is: 'missing-on-src' | 'missing-on-dst'; readonly path: FsPath }
  /** A further file of a name that another one stands for: it is compared with nothing. */
  | { readonly is: 'duplicate'; readonly path: FsPath; readonly side: 'src' | 'dst' }
  | { readonly is: 'unknown'; readonly path: FsPath; readonly error: FsError }

export interface JudgeOptions {
  readonly signal: AbortSignal
  /** In any order; what is still to be compared waits for it. */
  report(verdict: CheckVerdict): void | Promise<void>
  /** Files in comparison at a time. */
  readonly checkers: number
  /** What the source does not have is of no interest. */
  readonly oneWay: boolean
  /** Compares two files of one size. */
  compare(src: FsObject, dst: FsObject): Promise<CheckVerdict>
}

/** Reports a verdict on every pair that has a file on either side. */
export async function judge(pairs: AsyncIterable<readonly Pair[]>, options: JudgeOptions): Promise<void> {
  const { report, oneWay, checkers, compare } = options
  const broken = new AbortController()
  const signal = AbortSignal.any([options.signal, broken.signal])
  const tasks = createTasks(checkers, signal)
  const compared = async (path: FsPath, src: FsObject, dst: FsObject) => {
    const verdict = await compare(src, dst).catch((error: unknown): CheckVerdict => {
      signal.throwIfAborted()
      return { is: 'unknown', path, error: asFsError(error, path) }
    })
    await report(verdict)
  }
  try {
    for await (const page of pairs) {
      for (const pair of page) {
        const verdict = verdictWithoutReading(pair, oneWay)
        if (verdict === 'nothing') continue
        const { path, src, dst } = pair
        if (verdict !== 'compare') await report(verdict)
        else
          await tasks.start(
            () => compared(path, src as FsObject, dst as FsObject),
            (error) => broken.abort(error),
          )
      }
    }
  } finally {
    await tasks.settled()
  }
  signal.throwIfAborted()
}

/** What names and sizes alone can tell of a pair, under the name that the source has for it. */
function verdictWithoutReading({ src, dst, blind, ...pair }: Pair, oneWay: boolean): CheckVerdict | 'compare' | 'nothing' {
  const path = src?.path ?? pair.path
  for (const side of [src, dst]) if (side?.kind === 'unreadable') return { is: 'unknown', path, error: side.cause }
  if (blind !== undefined) return 'nothing' // The verdict on the place that cannot be read stands for all that is in it.
  if (src?.kind !== 'object') return dst?.kind === 'object' && !oneWay ? { is: 'missing-on-src', path } : 'nothing'
  if (dst?.kind !== 'object') return { is: 'missing-on-dst', path }
  const sizesKnown = src.size !== undefined && dst.size !== undefined
  return sizesKnown && src.size !== dst.size ? { is: 'different', path, why: 'size' } : 'compare'
}
