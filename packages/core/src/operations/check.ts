import type { FsObject, Page } from '../fs/entry.js'
import { isFsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { commonHashes, sharedDigests } from '../sync/decide/shared-hash.js'
import { join } from '../sync/join/join.js'
import { lookUp } from '../sync/join/lookup.js'
import { withUniqueNames } from '../tree/duplicates.js'
import { createDuplicateVerdicts } from './duplicate-verdicts.js'
import { chosen, type FileChoices } from './files.js'
import { sameBytes } from './same-bytes.js'
import { type CheckVerdict, judge } from './verdict.js'

export type { CheckVerdict } from './verdict.js'

export interface CheckOptions extends FileChoices {
  /** In any order; what is still to be compared waits for it. */
  report(verdict: CheckVerdict): void | Promise<void>
  /** Files in comparison at a time; by default 8. */
  readonly checkers?: number
  /** Sizes alone are compared. */
  readonly sizeOnly?: boolean
  /** The bytes are read on both sides and compared, not the hashes. */
  readonly download?: boolean
  /** What the source does not have is of no interest. */
  readonly oneWay?: boolean
}

/**
 * Compares sizes, and a common hash or the bytes, of every file on both sides, and changes nothing. Times are of no interest.
 * Of one name are all its Unicode forms, and where a side makes no difference upper and lower case. A destination that does not
 * exist has no files; a source that does not is `not-found`.
 */
export async function check(src: Fs, dst: Fs, options: CheckOptions): Promise<void> {
  const {
    signal = new AbortController().signal,
    checkers = 8,
    sizeOnly = false,
    download = false,
    oneWay = false,
    report,
    scratch,
  } = options
  const hashes = commonHashes(src.features, dst.features)
  const duplicates = createDuplicateVerdicts(report)
  const files = (fs: Fs, side: 'src' | 'dst') => withUniqueNames(chosen(fs, options), fs.features, (entry) => duplicates.noted(side, entry))
  const spellings = {
    fold: { unicode: true, case: !(src.features.caseSensitive && dst.features.caseSensitive) },
    duplicate: duplicates.noted,
    ...(scratch && { scratch }),
  }
  const pairs =
    options.only === undefined
      ? duplicates.between(join(files(src, 'src'), nothingIfMissing(files(dst, 'dst')), spellings))
      : lookUp(onePage(options.only), dst, { signal, width: checkers })
  await judge(pairs, { signal, checkers, oneWay, report, compare })

  async function compare(left: FsObject, right: FsObject): Promise<CheckVerdict> {
    const { path } = left
    if (sizeOnly) return { is: 'same', path, unhashed: false }
    if (download) {
      const reading = { signal, reuse: true }
      const isSame = await sameBytes(src.open(left, reading), dst.open(right, reading))
      return isSame ? { is: 'same', path, unhashed: false } : { is: 'different', path, why: 'content' }
    }
    const [a, b] = await sharedDigests({ fs: src, object: left }, { fs: dst, object: right }, hashes, signal)
    const unhashed = a === undefined || b === undefined
    return unhashed || a === b ? { is: 'same', path, unhashed } : { is: 'different', path, why: 'hash' }
  }
}

async function* nothingIfMissing(pages: AsyncIterable<Page>): AsyncIterable<Page> {
  try {
    yield* pages
  } catch (error) {
    if (!isFsError(error, 'not-found')) throw error
  }
}

async function* onePage(objects: readonly FsObject[]): AsyncIterable<Page> {
  yield objects
}
