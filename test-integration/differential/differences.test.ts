import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../harness/program.js'
import { hasRclone } from '../harness/rclone.js'
import { makeTree, readTree, type Tree } from '../harness/tree.js'
import { newUser } from '../harness/user.js'
import { KEPT_OUT } from './kept-out.js'

/** What a program leaves in `dst`, and in `src` where that matters; and its exit code. */
interface Result {
  readonly code: number
  readonly dst: readonly string[]
  readonly src?: readonly string[]
  /** Of files in `dst`, in seconds. */
  readonly times?: Readonly<Record<string, number>>
}

interface Difference {
  readonly about: string
  readonly src: Tree
  readonly dst: Tree
  /** A further place for what a flag names. */
  readonly other?: Tree
  readonly line: readonly string[]
  readonly rclone: Result
  readonly tranship: Result
}

/** Seconds. A file of the source is older than all others. */
const SOURCE_TIME = 1_500_000_000
const DESTINATION_TIME = 1_600_000_000

const numbered = (count: number): Tree => Object.fromEntries(Array.from({ length: count }, (_, at) => [`file ${at}`, 'x']))
const namesOf = (tree: Tree) => Object.keys(tree).sort()

/** The rows of docs/differences-from-rclone.md that show between two directories. */
const DIFFERENCES: readonly Difference[] = [
  {
    about: 'sync from an empty source',
    src: {},
    dst: { a: 'a' },
    line: ['sync', 'src', 'dst'],
    rclone: { code: 0, dst: [] },
    tranship: { code: 1, dst: ['a'] },
  },
  {
    about: 'sync that would delete more than half',
    src: { a: 'a' },
    dst: { a: 'a', ...numbered(100) },
    line: ['sync', 'src', 'dst'],
    rclone: { code: 0, dst: ['a'] },
    tranship: { code: 1, dst: ['a', ...namesOf(numbered(100))] },
  },
  {
    about: '--max-delete N',
    src: { a: 'a' },
    dst: { a: 'a', b: 'b', c: 'c' },
    line: ['sync', 'src', 'dst', '--max-delete=1', '--checkers=1', '--transfers=1'],
    rclone: { code: 7, dst: expect.objectContaining({ length: 2 }) as unknown as string[] },
    tranship: { code: 7, dst: ['a', 'b', 'c'] },
  },
  {
    about: 'a destination file where a directory is needed',
    src: { 'a/b': 'b' },
    dst: { a: 'a' },
    line: ['sync', 'src', 'dst', '--force-delete'],
    rclone: { code: 1, dst: ['a'] },
    tranship: { code: 0, dst: ['a/b'] },
  },
  {
    about: 'move --update on a file newer at the destination',
    src: { a: 'old' },
    dst: { a: 'newer' },
    line: ['move', 'src', 'dst', '--update'],
    rclone: { code: 0, dst: ['a'], src: [] },
    tranship: { code: 0, dst: ['a'], src: ['a'] },
  },
  {
    about: 'move --compare-dest of a file that is found there',
    src: { a: 'a' },
    dst: { a: 'something else' },
    other: { a: 'a' },
    line: ['move', 'src', 'dst', '--compare-dest=other'],
    rclone: { code: 0, dst: ['a'], src: [] },
    tranship: { code: 0, dst: ['a'], src: ['a'] },
  },
  {
    about: '--error-on-no-transfer when files are moved by the service',
    src: { a: 'a' },
    dst: {},
    line: ['move', 'src', 'dst', '--error-on-no-transfer'],
    rclone: { code: 9, dst: ['a'], src: [] },
    tranship: { code: 0, dst: ['a'], src: [] },
  },
  {
    about: 'errors that are not worth a retry, as of --immutable',
    src: { a: 'a' },
    dst: { a: 'other' },
    line: ['copy', 'src', 'dst', '--immutable'],
    rclone: { code: 6, dst: ['a'] },
    tranship: { code: 1, dst: ['a'] },
  },
  {
    about: '--suffix-keep-extension of a name that begins with its only dot',
    src: { b: 'b' },
    dst: { b: 'b', '.profile': 'x' },
    line: ['sync', 'src', 'dst', '--suffix=.old', '--suffix-keep-extension'],
    rclone: { code: 0, dst: ['.old.profile', 'b'] },
    tranship: { code: 0, dst: ['.profile.old', 'b'] },
  },
  {
    about: 'a further sync with --suffix and without --backup-dir',
    src: { b: 'b' },
    dst: { b: 'b', 'a.old': 'kept before' },
    line: ['sync', 'src', 'dst', '--suffix=.old'],
    rclone: { code: 0, dst: ['a.old.old', 'b'] },
    tranship: { code: 0, dst: ['a.old', 'b'] },
  },
  {
    about: '--copy-dest between directories',
    src: { a: 'a' },
    dst: {},
    other: { a: 'a' },
    line: ['copy', 'src', 'dst', '--copy-dest=other'],
    rclone: { code: 7, dst: [] },
    tranship: { code: 0, dst: ['a'] },
  },
  {
    about: 'a file that a filter leaves out of the source for its size',
    src: { a: 'a', b: 'long enough' },
    dst: { a: 'long before', b: 'long enough' },
    line: ['sync', 'src', 'dst', '--min-size=2b'],
    rclone: { code: 0, dst: ['b'] },
    tranship: { code: 0, dst: ['a', 'b'] },
  },
  {
    about: 'rmdirs of a directory that holds what a filter leaves out',
    src: { 'd/file': 'x' },
    dst: {},
    line: ['rmdirs', 'src', '--exclude=file'],
    rclone: { code: 1, dst: [], src: ['d/file'] },
    tranship: { code: 0, dst: [], src: ['d/file'] },
  },
  {
    about: '--dry-run with --immutable',
    src: { a: 'a' },
    dst: { a: 'a' },
    line: ['copy', 'src', 'dst', '--dry-run', '--immutable'],
    rclone: { code: 0, dst: ['a'] },
    tranship: { code: 1, dst: ['a'] },
  },
  {
    about: '--immutable with --compare-dest',
    src: { a: 'a' },
    dst: { a: 'other' },
    other: { a: 'a' },
    line: ['copy', 'src', 'dst', '--immutable', '--compare-dest=other'],
    rclone: { code: 0, dst: ['a'] },
    tranship: { code: 1, dst: ['a'] },
  },
  {
    about: '--track-renames with --compare-dest',
    src: { a: 'a' },
    dst: {},
    other: { a: 'a' },
    line: ['sync', 'src', 'dst', '--track-renames', '--compare-dest=other'],
    rclone: { code: 0, dst: ['a'] },
    tranship: { code: 0, dst: [] },
  },
  {
    about: 'the time of a file that was renamed',
    src: { new: 'a', other: 'x' },
    dst: { old: 'a', other: 'x' },
    line: ['sync', 'src', 'dst', '--track-renames'],
    rclone: { code: 0, dst: ['new', 'other'], times: { new: DESTINATION_TIME } },
    tranship: { code: 0, dst: ['new', 'other'], times: { new: SOURCE_TIME } },
  },
  {
    about: '--no-check-dest with a backup',
    src: { a: 'a', b: 'b' },
    dst: { a: 'other' },
    line: ['copy', 'src', 'dst', '--no-check-dest', '--suffix=.old'],
    rclone: { code: 0, dst: ['a', 'b'] },
    tranship: { code: 1, dst: ['a'] },
  },
  {
    about: 'copyto --compare-dest under a new name',
    src: { a: 'a' },
    dst: {},
    other: { a: 'a' },
    line: ['copyto', 'src/a', 'dst/b', '--compare-dest=other'],
    rclone: { code: 0, dst: [] },
    tranship: { code: 0, dst: ['b'] },
  },
  {
    about: 'a file that a filter leaves out of the destination for its size',
    src: { a: 'a' },
    dst: { a: 'long before' },
    line: ['copy', 'src', 'dst', '--max-size=5b', '--suffix=.old'],
    rclone: { code: 0, dst: ['a'] },
    tranship: { code: 0, dst: ['a', 'a.old'] },
  },
  {
    about: '--max-depth with --delete-excluded',
    src: { a: 'a' },
    dst: { a: 'a', 'd/b': 'b' },
    line: ['sync', 'src', 'dst', '--max-depth=1', '--delete-excluded'],
    rclone: { code: 0, dst: ['a'] },
    tranship: { code: 0, dst: ['a', 'd/b'] },
  },
  {
    about: '--create-empty-src-dirs with --compare-dest',
    src: { 'd/a': 'a', b: 'b' },
    dst: {},
    other: { 'd/a': 'a' },
    line: ['copy', 'src', 'dst', '--compare-dest=other', '--create-empty-src-dirs'],
    rclone: { code: 0, dst: ['b'] },
    tranship: { code: 0, dst: ['b', 'd/'] },
  },
  {
    about: 'copyto --create-empty-src-dirs',
    src: { 'd/a': 'a' },
    dst: {},
    line: ['copyto', 'src/d', 'dst/d', '--create-empty-src-dirs'],
    rclone: { code: 1, dst: [] },
    tranship: { code: 0, dst: ['d/a'] },
  },
  {
    about: 'rmdirs with --min-size',
    src: {},
    dst: {},
    line: ['rmdirs', 'src', '--min-size=1'],
    rclone: { code: 0, dst: [], src: [] },
    tranship: { code: 0, dst: [], src: ['gone'] },
  },
  {
    about: 'a filter for deletefile',
    src: { a: 'a' },
    dst: {},
    line: ['deletefile', 'src/a', '--include=b'],
    rclone: { code: 0, dst: [], src: [] },
    tranship: { code: 2, dst: [], src: ['a'] },
  },
  {
    about: 'a filter for dedupe',
    src: { a: 'x', b: 'x' },
    dst: {},
    line: ['dedupe', 'first', 'src', '--by-hash', '--exclude=b'],
    rclone: { code: 0, dst: [], src: expect.objectContaining({ length: 1 }) as unknown as string[] },
    tranship: { code: 0, dst: [], src: ['a', 'b'] },
  },
  {
    about: 'a marker of --exclude-if-present in the root that the rules leave out',
    src: { '.skip': '', a: 'a' },
    dst: {},
    line: ['copy', 'src', 'dst', '--exclude=.skip', '--exclude-if-present=.skip'],
    rclone: { code: 0, dst: ['a'] },
    tranship: { code: 0, dst: [] },
  },
]

function written(folder: string, { src, dst, other = {} }: Difference): void {
  for (const [name, tree] of Object.entries({ src, dst, other })) {
    mkdirSync(join(folder, name), { recursive: true })
    makeTree(join(folder, name), tree)
    for (const path of Object.keys(tree)) utimesSync(join(folder, name, path), SOURCE_TIME, name === 'dst' ? DESTINATION_TIME : SOURCE_TIME)
  }
}

describe('docs/differences-from-rclone.md', () => {
  test('names whatever random cases do without', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/differences-from-rclone.md'), 'utf8')
    const rows = page.split('\n').flatMap((line) => /^\| (.*?) +\|/.exec(line)?.[1] ?? [])
    expect(rows).toEqual(expect.arrayContaining(KEPT_OUT.map(({ row }) => row)))
  })
})

/** Its files, and the directories that hold nothing. */
function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return ['gone']
  const files = Object.keys(readTree(folder))
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const directories = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${join(entry.parentPath, entry.name)}/`.slice(folder.length + 1))
  return [...files, ...directories.filter((path) => files.every((file) => !file.startsWith(path)))].sort()
}

describe.runIf(hasRclone)('what rclone does otherwise', () => {
  test.each(DIFFERENCES)('$about', async (difference) => {
    const user = newUser()
    const programs = { rclone: ['rclone', '--retries=1'], tranship: [...user.program, '--retries=1'] }
    for (const [name, [program = '', ...words]] of Object.entries(programs)) {
      const folder = join(user.folder, name)
      written(folder, difference)
      const expected = difference[name as keyof typeof programs]
      const ownWords = difference.line[0] === 'dedupe' && name === 'tranship' ? words.slice(0, -1) : words
      const ownFlags = difference.line.filter((word) => name === 'tranship' || word !== '--force-delete')
      const { code, stderr } = await run(program, [...ownWords, ...ownFlags], { env: user.env, cwd: folder })
      const times = Object.keys(expected.times ?? {}).map((path) => [path, statSync(join(folder, 'dst', path)).mtimeMs / 1000])
      const found = {
        ...{ code, dst: namesIn(join(folder, 'dst')) },
        ...(expected.src && { src: namesIn(join(folder, 'src')) }),
        ...(expected.times && { times: Object.fromEntries(times) }),
      }
      expect(found, `${name}: ${stderr}`).toEqual(expected)
    }
  })
})
