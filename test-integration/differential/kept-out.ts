import type { Case, Tree } from './case.js'

/** Flags that some cases do not get, since the programs are to differ there. */
interface KeptOut {
  /** What the first column of docs/differences-from-rclone.md says of it. */
  readonly row: string
  isMet(one: Case): boolean
  readonly flags: readonly string[]
}

const isCommand =
  (...commands: readonly string[]) =>
  ({ command }: Case) =>
    commands.includes(command)
const has =
  (...names: readonly string[]) =>
  ({ flags }: Case) =>
    names.some((name) => flags.some((flag) => isNamed(flag, name)))
const all =
  (...tests: readonly ((one: Case) => boolean)[]) =>
  (one: Case) =>
    tests.every((test) => test(one))
const isNamed = (flag: string, name: string) => flag === name || flag.startsWith(`${name}=`)

const RULES = ['--include', '--include-from', '--exclude', '--exclude-from', '--filter', '--filter-from']
const isSingle = isCommand('copyto', 'moveto')
const isNewName = ({ words: [from = '', to = ''] }: Case) => from.replace(/^src/, '') !== to.replace(/^dst/, '')
const isMove = isCommand('move', 'moveto')

export const KEPT_OUT: readonly KeptOut[] = [
  { row: '`move --update` on a file newer at the destination', isMet: isMove, flags: ['--update'] },
  { row: '`move --compare-dest`', isMet: isMove, flags: ['--compare-dest'] },
  { row: '`--error-on-no-transfer` after server-side moves', isMet: isMove, flags: ['--error-on-no-transfer'] },
  { row: '`--dry-run` with `--immutable`', isMet: has('--immutable'), flags: ['--dry-run'] },
  { row: '`copyto --immutable` over an existing file', isMet: isSingle, flags: ['--immutable'] },
  { row: '`--immutable` with `--compare-dest`', isMet: has('--immutable'), flags: ['--compare-dest'] },
  { row: '`--track-renames` with `--compare-dest`', isMet: has('--track-renames'), flags: ['--compare-dest'] },
  { row: '`--no-check-dest` with a backup', isMet: has('--suffix', '--backup-dir'), flags: ['--no-check-dest'] },
  { row: '`copyto --compare-dest` under a new name', isMet: all(isSingle, isNewName), flags: ['--compare-dest'] },
  {
    row: 'a file that size, age or neighbours leave out of the destination alone',
    isMet: has('--min-size', '--max-size', '--min-age', '--max-age', '--exclude-if-present'),
    flags: [
      ...['--immutable', '--ignore-existing', '--update', '--size-only', '--checksum', '--ignore-size', '--modify-window'],
      ...['--no-update-modtime', '--backup-dir', '--suffix', '--suffix-keep-extension', '--compare-dest'],
    ],
  },
  { row: '`--max-depth` with `--delete-excluded`', isMet: has('--delete-excluded'), flags: ['--max-depth'] },
  { row: '`copyto --create-empty-src-dirs`', isMet: isSingle, flags: ['--create-empty-src-dirs'] },
  { row: '`--create-empty-src-dirs` with `--compare-dest`', isMet: has('--compare-dest'), flags: ['--create-empty-src-dirs'] },
  { row: '`rmdirs` with `--min-size` or `--min-age`', isMet: isCommand('rmdirs'), flags: ['--min-size', '--min-age'] },
  {
    row: '`rmdirs` with `--min-size` or `--min-age`',
    isMet: all(isCommand('delete'), has('--min-size', '--min-age')),
    flags: ['--rmdirs'],
  },
  {
    row: '`--suffix-keep-extension` of `.profile`',
    isMet: ({ src, dst }) => [src, dst].some((tree) => hasFile(tree, /(^|\/)\.[^/]*$/)),
    flags: ['--suffix-keep-extension'],
  },
  {
    row: 'a file in the root that `--exclude-if-present` names, and rules leave out',
    isMet: all(has(...RULES), ({ src, dst }) => [src, dst].some((tree) => hasFile(tree, /^\.(nosync|skip)$/))),
    flags: ['--exclude-if-present'],
  },
]

/** Where rclone ends in an error, and otherwise than we do. The row is "`rmdirs` where a directory holds what a filter leaves out". */
export function failsByDesign({ command }: Case, stderr: string): boolean {
  return ['delete', 'rmdirs'].includes(command) && /Failed to rmdir: .*: directory not empty/s.test(stderr)
}

function hasFile({ files }: Tree, pattern: RegExp): boolean {
  return Object.keys(files).some((path) => pattern.test(path))
}

/** The case without the flags that are kept out of it. */
export function withoutKeptOut(one: Case): Case {
  const out = KEPT_OUT.filter(({ isMet }) => isMet(one)).flatMap(({ flags }) => flags)
  return { ...one, flags: one.flags.filter((flag) => !out.some((name) => isNamed(flag, name))) }
}
