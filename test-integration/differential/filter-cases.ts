import fc from 'fast-check'

/** A file of a tree. */
export interface File {
  readonly path: string
  readonly size: number
  /** Hours before now. */
  readonly age: number
}

/** The values of filter flags; of those that name a file, its lines. */
export type Asked = Readonly<Record<string, true | string | readonly string[]>>

const oneOf = <Value>(...weighted: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<Value>])[]): fc.Arbitrary<Value> =>
  fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })))
const joined = (parts: readonly fc.Arbitrary<string>[], by = '') => fc.tuple(...parts).map((texts) => texts.join(by))
const words = (text: string) => fc.constantFrom(...text.split(' '))

/** Few names, so that rules meet them; and some that mean something to a glob, a shell or a list. */
const names = oneOf(
  [8, words('a b c.jpg d.png')],
  [2, words('A ab .x é 日本 a{b} a* a[b] a\\b x,y -n #c')],
  [1, fc.constantFrom('a b', '+ a')],
)

/** Names of files alone: rclone 1.60 fails where a directory has a name of `--exclude-if-present`. */
const markers = words('.nosync .skip')

export const trees: fc.Arbitrary<readonly File[]> = fc
  .array(
    fc.record({
      path: fc.tuple(fc.array(names, { maxLength: 3 }), oneOf([9, names], [1, markers])).map((parts) => parts.flat().join('/')),
      size: fc.constantFrom(0, 1, 1023, 1024, 1025, 3000),
      age: fc.constantFrom(1, 30, 800, 10_000),
    }),
    { minLength: 8, maxLength: 24 },
  )
  .map((found) => {
    const kept: File[] = []
    const clash = (a: string, b: string) => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)
    for (const file of found) if (!kept.some(({ path }) => clash(path, file.path))) kept.push(file)
    return kept
  })

const quoted = names.map((name) => name.replace(/[[\]{}*\\]/g, '\\$&'))
const pieces = words('* ? ** {a,b} {,b*} {a,b/c} [ab] [^a] [a-c.] [[:alpha:]] {{[ab]+}} {{(?i)A}} \\d \\. *.jpg *.{jpg,png}')
const segments = oneOf([4, quoted], [3, pieces], [1, joined([oneOf([1, quoted], [1, pieces]), pieces])])
const wellFormed = joined([
  fc.constantFrom('', '', '/'),
  fc.array(segments, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
  fc.constantFrom('', '', '', '/', '/**', '/*'),
])
const globs = oneOf(
  [12, wellFormed],
  [6, words('* ** /** */ /* **/ /*/* .* .*{,/**} {{a.*}} /{{(a|b)/.*}}')],
  [1, words('[ ] a} *** {{ [b-a] a\\q')],
)
const rules = oneOf([30, joined([fc.constantFrom('+ ', '- '), globs])], [1, words('! a +a')])

const some = (item: fc.Arbitrary<string>) => fc.array(item, { minLength: 1, maxLength: 3 })
const lines = (item: fc.Arbitrary<string>) => fc.array(oneOf([5, item], [1, fc.constantFrom('', '  ', '# - *', '; x')]), { maxLength: 4 })
const sizes = words('1 1b 1024b 2k off 0 0b')

/** Values for each flag that rclone 1.60 has too. */
const FLAGS: Readonly<Record<string, fc.Arbitrary<true | string | readonly string[]>>> = {
  include: some(globs),
  'include-from': lines(globs),
  exclude: some(globs),
  'exclude-from': lines(globs),
  filter: some(rules),
  'filter-from': lines(rules),
  'exclude-if-present': some(markers),
  'ignore-case': fc.constant(true),
  'min-size': sizes,
  'max-size': sizes,
  'min-age': words('10h 5d 2M 500 off'),
  'max-age': words('10h 5d 2M 1y off 2100-01-01'),
}

const RULES: readonly string[] = ['include', 'include-from', 'exclude', 'exclude-from', 'filter', 'filter-from']

/** Some of the flags with their values; rules most of the time. */
export const asked: fc.Arbitrary<Asked> = fc
  .tuple(words('filter filter include exclude filter-from'), fc.subarray(Object.keys(FLAGS), { maxLength: 2 }))
  .chain(([first, others]) => {
    const flags = [...new Set([first, ...others])]
    return fc.record(Object.fromEntries(flags.map((flag) => [flag, FLAGS[flag] as fc.Arbitrary<true | string | readonly string[]>])))
  })
  // One age for both bounds leaves a moment, or less: rclone, which looks at the clock twice, refuses it.
  .filter((asks) => asks['min-age'] === undefined || asks['min-age'] === 'off' || asks['min-age'] !== asks['max-age'])

/** A case in which rclone does otherwise: it does not see a marker in the root that its rules leave out. */
export function isDifferent(tree: readonly File[], asks: Asked): boolean {
  const markersAsked = asks['exclude-if-present'] ?? []
  const hasRules = RULES.some((flag) => asks[flag] !== undefined)
  return hasRules && Array.isArray(markersAsked) && tree.some(({ path }) => markersAsked.includes(path))
}

/** A tree and lists of its files, with lines that name none. */
export const listed: fc.Arbitrary<readonly [tree: readonly File[], asked: Asked]> = trees.chain((tree) => {
  const line = fc.constantFrom(...tree.map(({ path }) => path), 'missing', '/a', 'a/b/', '# a', ';b', '', '  a  ', '\ta')
  const lists = fc.record({ 'files-from': fc.array(line), 'files-from-raw': fc.array(line) }, { requiredKeys: [] })
  const others = fc.constantFrom<Asked>({}, {}, {}, {}, { 'max-size': '1k' })
  return fc.tuple(lists, others).map(([list, other]) => [tree, { ...list, ...other }] as const)
})
