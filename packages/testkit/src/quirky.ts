import type { Fs } from '@tranship/core'
import { withDuplicates } from './quirks/duplicates.js'
import { withChangingIds, withUnknownSizes } from './quirks/fields.js'
import { withoutDirectories } from './quirks/flat.js'
import { caseInsensitive, foldsUnicode } from './quirks/folding.js'
import { paged } from './quirks/paged.js'
import { withoutTimes, withPrecision, withSlowTimes } from './quirks/times.js'
import { unordered } from './quirks/unordered.js'

/** What services differ by, each within the contract. */
export interface Quirks {
  /** Listings come in no order. */
  readonly unordered?: boolean
  /** "A" and "a" are one name. */
  readonly caseInsensitive?: boolean
  /** "é" in its two forms is one name. */
  readonly foldsUnicode?: boolean
  /** Names are not unique: `put` with `replaces: 'nothing'` makes a twin. */
  readonly duplicates?: boolean
  /** A directory is only a prefix of names. */
  readonly noDirectories?: boolean
  /** Nanoseconds: the step that modification times are cut down to. */
  readonly precision?: bigint
  /** No size is known before reading. */
  readonly unknownSizes?: boolean
  /** No modification times. */
  readonly noTimes?: boolean
  /** Entries in a page of a listing. */
  readonly pageSize?: number
  /** Modification times are told by `stat` alone. */
  readonly slowTimes?: boolean
  /** An object has another id each time it is told of. */
  readonly idsChange?: boolean
}

/**
 * An Fs with the habits of another service, to try what stands above a backend against the worst of them. Nobody else may
 * write to `inner`.
 */
export function quirky(inner: Fs, quirks: Quirks): Fs {
  const wrappers: readonly (false | ((fs: Fs) => Fs))[] = [
    quirks.noDirectories === true && withoutDirectories,
    quirks.foldsUnicode === true && foldsUnicode,
    quirks.caseInsensitive === true && caseInsensitive,
    quirks.duplicates === true && withDuplicates,
    quirks.precision !== undefined && ((fs) => withPrecision(fs, quirks.precision ?? 1n)),
    quirks.noTimes === true && withoutTimes,
    quirks.slowTimes === true && withSlowTimes,
    quirks.unknownSizes === true && withUnknownSizes,
    quirks.idsChange === true && withChangingIds,
    quirks.unordered === true && unordered,
    quirks.pageSize !== undefined && ((fs) => paged(fs, quirks.pageSize ?? 1)),
  ]
  return wrappers.reduce<Fs>((fs, wrap) => (wrap === false ? fs : wrap(fs)), inner)
}
