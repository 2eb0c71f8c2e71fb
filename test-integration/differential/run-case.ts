import fc from 'fast-check'
import { type Asked, asked } from './filter-cases.js'
import { numbersFrom } from './random-numbers.js'

/** A file of a random tree. */
interface File {
  readonly content: string
  /** Milliseconds before now. */
  readonly age: number
}

/** Files by path, and directories that hold nothing. */
export interface Tree {
  readonly files: Readonly<Record<string, File>>
  readonly directories: readonly string[]
}

/** A command line for both programs, and what it finds: plain data, so that it can be made smaller. */
export interface Case {
  readonly command: string
  /** What follows the command, with places as in `PLACES`. */
  readonly words: readonly string[]
  readonly flags: readonly string[]
  /** Files that flags name: lists of rules and of files. */
  readonly lists: Readonly<Record<string, string>>
  readonly input?: string
  readonly src: Tree
  readonly dst: Tree
}

/** Commands that change something leave trees to be compared; all others print. */
export const CHANGING = new Set(['sync', 'copy', 'move', 'copyto', 'moveto', 'delete', 'deletefile', 'rmdirs', 'rcat', 'touch'])

/** The more often a command is here the more cases it gets. */
export const COMMANDS = [
  ...['sync', 'check', 'move', 'ls', 'copy', 'delete', 'size', 'sync', 'lsl', 'copyto', 'md5sum', 'rmdirs', 'cat'],
  ...['sync', 'moveto', 'lsd', 'copy', 'check', 'deletefile', 'hashsum', 'move', 'touch', 'sha1sum', 'rcat', 'dedupe'],
]

/** The filter flags that rclone 1.60 has too. */
const FILTER_FLAGS = [
  ...['include', 'include-from', 'exclude', 'exclude-from', 'filter', 'filter-from', 'files-from', 'files-from-raw'],
  ...['exclude-if-present', 'ignore-case', 'min-size', 'max-size', 'min-age', 'max-age'],
]

const NAMES = [
  ...['a', 'b', 'c.jpg', 'd.png', 'A', 'ab', '.x', 'a b', 'c d.jpg', 'e.tar'],
  ...[
    'caf\u00e9',
    'cafe\u0301 decomposed',
    '日本',
    '😀',
    'quote"\'`',
    'new\nline',
    '-n',
    '--help',
    '.hidden',
    ' blank ',
    '*',
    'a[b]',
    'back\\slash',
  ],
  ...['bell\u0007', 'tab\tend', '~', '#c', '+ a', 'x,y', '$HOME', '%2F', `long ${'n'.repeat(180)}`],
]
const CONTENTS = ['', 'x', 'y', 'longer', 'two\nlines\n', 'z'.repeat(1023), 'z'.repeat(1024), 'q'.repeat(1025), 'w'.repeat(3000)]
const HOUR = 3_600_000
const AGES = [1, 30, 800, 10_000].map((hours) => hours * HOUR)
/** Milliseconds by which the time of a copy is another. */
const DRIFTS = [0, 0, 0, 500, 1000, -1000, 2500, -HOUR, HOUR]

type Pick = (below: number) => number

/** The case of a number, of one of these commands: the same for the same seed. */
export function caseOf(seed: number, number: number, commands: readonly string[]): Case {
  const pick = numbersFrom(seed + number * 0x9e3779b1)
  const command = commands[number % commands.length] as string
  const { src, dst } = treesFrom(pick)
  const { flags, lists } =
    WITHOUT_FILTER.has(command) || number % 4 === 3 ? NO_FILTER : filterFrom(pick, filterOf(number, commands.length), [src, dst])
  const { words, more = [], input } = lineFrom(command, pick, src, dst)
  // With a list of files a depth is of no meaning to us.
  const isListed = flags.some((flag) => flag.startsWith('--files-from'))
  const own = isListed ? more.filter((flag) => !flag.startsWith('--max-depth')) : more
  // What a filter leaves out for its size or age we never delete unasked.
  const asksMore = command === 'sync' && flags.some((flag) => /^--(min|max|exclude-if)-/.test(flag))
  const deleting = asksMore && !own.includes('--delete-excluded') ? ['--delete-excluded'] : []
  return { command, words, flags: [...own, ...flags, ...deleting], lists, src, dst, ...(input !== undefined && { input }) }
}

/** rclone has none for the first four, heeds none in dedupe, and fails in rmdirs where a directory holds what is left out. */
const WITHOUT_FILTER = new Set(['copyto', 'moveto', 'deletefile', 'rcat', 'rmdirs', 'dedupe'])
const NO_FILTER = { flags: [], lists: {} }

/** Each filter flag is as often asked for as another, by all commands. */
function filterOf(number: number, commands: number): string {
  return FILTER_FLAGS[(number + Math.floor(number / commands)) % FILTER_FLAGS.length] as string
}

const one = <Item>(pick: Pick, items: readonly Item[]): Item => items[pick(items.length)] as Item

/** Two trees that have much in common, and in which no file of one is a directory of the other. */
function treesFrom(pick: Pick): { src: Tree; dst: Tree } {
  const paths = new Set<string>()
  const clashes = (path: string) =>
    [...paths].some((other) => other === path || other.startsWith(`${path}/`) || path.startsWith(`${other}/`))
  const path = () => Array.from({ length: 1 + (pick(3) % 3) }, () => one(pick, NAMES)).join('/')
  for (let wanted = 3 + pick(12); wanted > 0; wanted--) {
    const next = path()
    if (!clashes(next)) paths.add(next)
  }
  const [src, dst]: Record<string, File>[] = [{}, {}]
  for (const each of paths) {
    const file = { content: one(pick, CONTENTS), age: one(pick, AGES) }
    const fate = pick(8)
    if (fate !== 0 && src) src[each] = file
    if (fate > 1 && dst) {
      const content = fate < 5 ? one(pick, CONTENTS) : file.content
      dst[each] = { content, age: file.age + one(pick, DRIFTS) }
    }
    // Somewhere else, too: a renamed file, a duplicate.
    const elsewhere = path()
    if (fate === 0 && src && !clashes(elsewhere)) {
      src[elsewhere] = dst?.[each] ?? file
      paths.add(elsewhere)
    }
  }
  if (src && Object.keys(src).length === 0) src['only here'] = { content: 'o', age: HOUR }
  const empty = Array.from({ length: pick(4) }, path).filter((each) => !clashes(each))
  return {
    src: { files: src ?? {}, directories: empty.filter((_, at) => at % 2 === 0) },
    dst: { files: dst ?? {}, directories: empty.filter((_, at) => at % 2 === 1) },
  }
}

interface Filter {
  readonly flags: readonly string[]
  readonly lists: Readonly<Record<string, string>>
}

/** Filter flags, of which one is as wanted. */
function filterFrom(pick: Pick, flag: string, trees: readonly Tree[]): Filter {
  if (flag.startsWith('files-from')) {
    const names = trees.flatMap(({ files }) => Object.keys(files)).filter((name) => !/\p{Cc}|^[#; ]| $/u.test(name))
    const lines = [...names.filter(() => pick(2) === 0), 'missing']
    return { flags: [`--${flag}=${flag}.txt`], lists: { [`${flag}.txt`]: `${lines.join('\n')}\n` } }
  }
  const [found = {}] = fc.sample(
    asked.filter((asks) => flag in asks),
    { numRuns: 1, seed: pick(2 ** 31) },
  )
  return writtenOut(found)
}

function writtenOut(asks: Asked): Filter {
  const lists: Record<string, string> = {}
  const flags = Object.entries(asks).flatMap(([name, value]) => {
    if (value === true) return [`--${name}`]
    if (!name.includes('-from')) return [value].flat().map((each) => `--${name}=${each}`)
    lists[`${name}.txt`] = `${[value].flat().join('\n')}\n`
    return [`--${name}=${name}.txt`]
  })
  return { flags, lists }
}

interface Line {
  readonly words: readonly string[]
  readonly more?: readonly string[]
  readonly input?: string
}

function lineFrom(command: string, pick: Pick, src: Tree, dst: Tree): Line {
  const file = () => one(pick, [...Object.keys(src.files), 'missing'])
  switch (command) {
    case 'sync':
    case 'copy':
    case 'move':
      return { words: ['src', 'dst'], more: transferFlags(command, pick, src, dst) }
    case 'copyto':
    case 'moveto':
      return {
        words: [`src/${one(pick, Object.keys(src.files))}`, `dst/${one(pick, [...Object.keys(dst.files), 'new', 'deep/new'])}`],
        more: transferFlags(command, pick, src, dst),
      }
    case 'check':
      return { words: ['src', 'dst'], more: ['--combined=-', ...some(pick, ['--one-way', '--download', '--size-only'])] }
    case 'hashsum':
      return { words: [one(pick, ['md5', 'sha1', 'crc32', 'sha256']), 'src'], more: some(pick, ['--base64', '--download']) }
    case 'md5sum':
    case 'sha1sum':
      return { words: ['src'], more: some(pick, ['--base64', '--download']) }
    case 'size':
      return { words: ['src'], more: ['--json'] }
    case 'cat':
      return { words: ['src'], more: one(pick, [[], ['--head=3'], ['--tail=2'], ['--offset=1', '--count=4'], ['--discard']]) }
    case 'delete':
      return { words: ['src'], more: some(pick, ['--rmdirs', '--dry-run']) }
    case 'deletefile':
      return { words: [`src/${file()}`] }
    case 'rcat':
      return { words: [`src/${one(pick, [...Object.keys(src.files), 'new', 'deep/new'])}`], input: one(pick, CONTENTS) }
    case 'rmdirs':
      return { words: ['src'], more: some(pick, ['--leave-root']) }
    case 'touch':
      return { words: [`src/${file()}`], more: ['-t', '2001-02-03T04:05:06', ...some(pick, ['--no-create'])] }
    case 'dedupe':
      return { words: [one(pick, ['skip', 'list']), 'src'], more: ['--by-hash'] }
    default:
      return { words: ['src'] }
  }
}

/** Each with some chance. */
function some(pick: Pick, flags: readonly string[]): string[] {
  return flags.filter(() => pick(4) === 0)
}

/** One of each group, most often none. */
const TRANSFER_FLAGS: readonly (readonly (readonly string[])[])[] = [
  [['--checksum'], ['--size-only'], ['--ignore-times'], ['--ignore-existing'], ['--update'], ['--immutable']],
  [['--ignore-size'], ['--modify-window=2s'], ['--no-update-modtime'], ['--ignore-checksum'], ['--use-server-modtime', '--update']],
  [['--backup-dir=aside'], ['--backup-dir=aside', '--suffix=.old'], ['--suffix=.old'], ['--suffix=.old', '--suffix-keep-extension']],
  [['--compare-dest=other'], ['--no-traverse'], ['--no-check-dest']],
  [['--check-first'], ['--order-by=size,desc'], ['--order-by=name'], ['--order-by=modtime,mixed'], ['--transfers=1', '--checkers=1']],
  [['--create-empty-src-dirs'], ['--max-depth=1'], ['--max-depth=2'], ['--dry-run'], ['--error-on-no-transfer']],
]
const SYNC_FLAGS: (typeof TRANSFER_FLAGS)[number] = [
  ['--delete-before'],
  ['--delete-during'],
  ['--delete-after'],
  ['--delete-excluded'],
  ['--ignore-errors'],
  ['--track-renames'],
  ['--track-renames', '--track-renames-strategy=modtime,leaf'],
  ['--track-renames', '--track-renames-strategy=hash,leaf'],
]

/** Flags that are an error, or for which docs/differences-from-rclone.md says what is otherwise. */
const IMPOSSIBLE: Readonly<Record<string, readonly string[]>> = {
  sync: ['--no-check-dest'],
  move: ['--compare-dest=other', '--error-on-no-transfer', '--update'],
  copyto: ['--create-empty-src-dirs', '--immutable'],
  moveto: ['--compare-dest=other', '--create-empty-src-dirs', '--error-on-no-transfer', '--immutable', '--update'],
}

function transferFlags(command: string, pick: Pick, src: Tree, dst: Tree): string[] {
  const groups = [
    ...TRANSFER_FLAGS.map((group) => group.filter((flags) => !flags.some((flag) => IMPOSSIBLE[command]?.includes(flag)))),
    ...(command === 'sync' ? [SYNC_FLAGS] : []),
    ...(command === 'move' ? [[['--delete-empty-src-dirs']]] : []),
  ]
  const flags = [...new Set(groups.flatMap((group) => (pick(3) === 0 ? one(pick, group) : [])))]
  // See docs/differences-from-rclone.md: a dry run of --immutable, and what is removed after its errors; renames beside --compare-dest.
  const unfit = flags.includes('--immutable') ? ['--dry-run', '--delete-empty-src-dirs', '--suffix-keep-extension'] : []
  if (flags.includes('--track-renames')) unfit.push('--compare-dest=other')
  if (unfit.length > 0) return flags.filter((flag) => !unfit.includes(flag))
  const hasDotFiles = [src, dst].some(({ files }) => Object.keys(files).some((path) => /(^|\/)\.[^/]*$/.test(path)))
  return hasDotFiles ? flags.filter((flag) => flag !== '--suffix-keep-extension') : flags
}
