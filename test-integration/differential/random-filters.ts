import fc from 'fast-check'
import type { Tree } from './case.js'
import { type Asked, asked } from './filter-cases.js'
import type { Numbers } from './random-numbers.js'

/** The filter flags that rclone 1.60 has too. */
export const FILTER_FLAGS = [
  ...['include', 'include-from', 'exclude', 'exclude-from', 'filter', 'filter-from', 'files-from', 'files-from-raw'],
  ...['exclude-if-present', 'ignore-case', 'min-size', 'max-size', 'min-age', 'max-age'],
]

/** Flags that filter, and the files that they name. */
export interface ChosenFilter {
  readonly flags: readonly string[]
  readonly lists: Readonly<Record<string, string>>
}

export const NO_FILTER: ChosenFilter = { flags: [], lists: {} }

/** A filter with this flag in it, and now and then with its rules shown. */
export function filterFrom(pick: Numbers, flag: string, trees: readonly Tree[]): ChosenFilter {
  if (flag.startsWith('files-from')) return listOfFiles(pick, flag, trees)
  const [found = {}] = fc.sample(
    asked.filter((asks) => flag in asks),
    { numRuns: 1, seed: pick(2 ** 31) },
  )
  const { flags, lists } = writtenOut(found)
  return { flags: pick(8) === 0 ? [...flags, '--dump=filters'] : flags, lists }
}

function listOfFiles(pick: Numbers, flag: string, trees: readonly Tree[]): ChosenFilter {
  const names = trees.flatMap(({ files }) => Object.keys(files)).filter((name) => !/\p{Cc}|^[#; ]| $/u.test(name))
  const lines = [...names.filter(() => pick(2) === 0), 'missing']
  return { flags: [`--${flag}=${flag}.txt`], lists: { [`${flag}.txt`]: `${lines.join('\n')}\n` } }
}

function writtenOut(asks: Asked): ChosenFilter {
  const lists: Record<string, string> = {}
  const flags = Object.entries(asks).flatMap(([name, value]) => {
    if (value === true) return [`--${name}`]
    if (!name.includes('-from')) return [value].flat().map((each) => `--${name}=${each}`)
    lists[`${name}.txt`] = `${[value].flat().join('\n')}\n`
    return [`--${name}=${name}.txt`]
  })
  return { flags, lists }
}
