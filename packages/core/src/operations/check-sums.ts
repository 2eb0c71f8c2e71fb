import type { Filter } from '../filter/filter.js'
import type { Bytes } from '../fs/bytes.js'
import type { FsObject, Page } from '../fs/entry.js'
import type { Fs } from '../fs/fs.js'
import { join } from '../sync/join/join.js'
import { onePerName, withUniqueNames } from '../tree/duplicates.js'
import { sorted } from '../tree/spool.js'
import { checkDigestSource, type DigestSource, digestOf } from './digest.js'
import { createDuplicateVerdicts } from './duplicate-verdicts.js'
import { chosen, type TreeChoices } from './files.js'
import { sumFileListing } from './sum-file.js'
import { type CheckVerdict, judge } from './verdict.js'

export interface CheckSumsOptions extends TreeChoices, DigestSource {
  /** The sum file stands for the source, the Fs is the destination. In any order; what is still to be compared waits for it. */
  report(verdict: CheckVerdict): void | Promise<void>
  /** Told the number, from 1, of each line of the sum file that is none. */
  malformed(line: number): void
  /** Files in comparison at a time; by default 8. */
  readonly checkers?: number
  /** Files that are not in the sum file are of no interest. */
  readonly oneWay?: boolean
}

/**
 * Holds the files of an Fs to a sum file, in the format of md5sum. Of several sums of one path the first one counts. A storage
 * that has no such hash is `unsupported`, unless the files are downloaded.
 */
export async function checkSums(sums: Bytes, fs: Fs, options: CheckSumsOptions): Promise<void> {
  const { signal = new AbortController().signal, filter, checkers = 8, oneWay = false, report, malformed, hash } = options
  checkDigestSource(fs, options)
  const duplicates = createDuplicateVerdicts(report)
  const source = onePerName(wanted(sorted(sumFileListing(sums, hash, malformed), options), filter), (entry) =>
    duplicates.noted('src', entry),
  )
  const files = withUniqueNames(chosen(fs, options), fs.features, (entry) => duplicates.noted('dst', entry))
  await judge(duplicates.between(join(source, files)), { signal, checkers, oneWay, report, compare })

  async function compare(sum: FsObject, object: FsObject): Promise<CheckVerdict> {
    const { path } = object
    const digest = await digestOf(fs, object, options, signal)
    const unhashed = digest === undefined
    return unhashed || digest === sum.hashes?.[hash] ? { is: 'same', path, unhashed } : { is: 'different', path, why: 'content' }
  }
}

/** The filter on names alone: a sum file tells neither size nor time. */
async function* wanted(pages: AsyncIterable<Page>, filter: Filter | undefined): AsyncIterable<Page> {
  for await (const page of pages)
    yield filter === undefined ? page : page.filter((entry) => entry.kind === 'object' && filter.object(entry))
}
