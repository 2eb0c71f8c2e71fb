import { existsSync, mkdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../harness/program.js'
import { hasRclone } from '../harness/rclone.js'
import { makeTree, readTree, type Tree } from '../harness/tree.js'
import { newUser } from '../harness/user.js'

/** What a program leaves in `dst`, and in `src` where that matters; and its exit code. */
interface Result {
  readonly code: number
  readonly dst: readonly string[]
  readonly src?: readonly string[]
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
    about: 'a marker of --exclude-if-present in the root that the rules leave out',
    src: { '.skip': '', a: 'a' },
    dst: {},
    line: ['copy', 'src', 'dst', '--exclude=.skip', '--exclude-if-present=.skip'],
    rclone: { code: 0, dst: ['a'] },
    tranship: { code: 0, dst: [] },
  },
]

/** A file of the source is older than all others. */
function written(folder: string, { src, dst, other = {} }: Difference): void {
  for (const [name, tree] of Object.entries({ src, dst, other })) {
    mkdirSync(join(folder, name), { recursive: true })
    makeTree(join(folder, name), tree)
    for (const path of Object.keys(tree))
      utimesSync(join(folder, name, path), 1_500_000_000, name === 'dst' ? 1_600_000_000 : 1_500_000_000)
  }
}

const filesIn = (folder: string) => (existsSync(folder) ? Object.keys(readTree(folder)).sort() : [])

describe.runIf(hasRclone)('what rclone does otherwise', () => {
  test.each(DIFFERENCES)('$about', async (difference) => {
    const user = newUser()
    const programs = { rclone: ['rclone', '--retries=1'], tranship: [...user.program, '--retries=1'] }
    for (const [name, [program = '', ...words]] of Object.entries(programs)) {
      const folder = join(user.folder, name)
      written(folder, difference)
      const expected = difference[name as keyof typeof programs]
      const ownWords = difference.line[0] === 'rmdirs' && name === 'tranship' ? words.slice(0, -1) : words
      const ownFlags = difference.line.filter((word) => name === 'tranship' || word !== '--force-delete')
      const { code, stderr } = await run(program, [...ownWords, ...ownFlags], { env: user.env, cwd: folder })
      const found = { code, dst: filesIn(join(folder, 'dst')), ...(expected.src && { src: filesIn(join(folder, 'src')) }) }
      expect(found, `${name}: ${stderr}`).toEqual(expected)
    }
  })
})
