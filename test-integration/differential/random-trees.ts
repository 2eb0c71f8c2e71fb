import type { File, Tree } from './case.js'
import { type Numbers, oneOf } from './random-numbers.js'

const NAMES = [
  ...['a', 'b', 'c.jpg', 'd.png', 'A', 'ab', '.x', 'a b', 'c d.jpg', 'e.tar'],
  ...['caf\u00e9', 'cafe\u0301 decomposed', '日本', '😀', 'quote"\'`', 'new\nline', '-n', '--help', '.hidden', ' blank ', '*', 'a[b]'],
  ...['back\\slash', 'bell\u0007', 'tab\tend', '~', '#c', '+ a', 'x,y', '$HOME', '%2F', `long ${'n'.repeat(180)}`],
]
/** What `--exclude-if-present` looks for. No directory has this name: rclone 1.60 fails there. */
const MARKER = '.nosync'
export const CONTENTS = ['', 'x', 'y', 'longer', 'two\nlines\n', 'z'.repeat(1023), 'z'.repeat(1024), 'q'.repeat(1025), 'w'.repeat(3000)]
const HOUR = 3_600_000
const AGES = [1, 30, 800, 10_000].map((hours) => hours * HOUR)
/** Milliseconds by which the time of a copy is another. */
const DRIFTS = [0, 0, 0, 500, 1000, -1000, 2500, -HOUR, HOUR]

/** Two trees that have much in common, and in which no file of one is a directory of the other. */
export function treesFrom(pick: Numbers): { src: Tree; dst: Tree } {
  const paths = new Set<string>()
  const clashes = (path: string) =>
    [...paths].some((other) => other === path || other.startsWith(`${path}/`) || path.startsWith(`${other}/`))
  const directory = () => Array.from({ length: pick(3) }, () => `${oneOf(pick, NAMES)}/`).join('')
  const path = () => directory() + (pick(16) === 0 ? MARKER : oneOf(pick, NAMES))
  for (let wanted = 3 + pick(12); wanted > 0; wanted--) {
    const next = path()
    if (!clashes(next)) paths.add(next)
  }
  const src: Record<string, File> = {}
  const dst: Record<string, File> = {}
  for (const each of paths) {
    const file = { content: oneOf(pick, CONTENTS), age: oneOf(pick, AGES) }
    const fate = pick(8)
    if (fate !== 0) src[each] = file
    if (fate > 1) {
      const content = fate < 5 ? oneOf(pick, CONTENTS) : file.content
      dst[each] = { content, age: file.age + oneOf(pick, DRIFTS) }
    }
    // Somewhere else, too: a renamed file, a duplicate.
    const elsewhere = path()
    if (fate === 0 && !clashes(elsewhere)) {
      src[elsewhere] = dst[each] ?? file
      paths.add(elsewhere)
    }
  }
  if (Object.keys(src).length === 0) src['only here'] = { content: 'o', age: HOUR }
  const empty = Array.from({ length: pick(4) }, () => directory() + oneOf(pick, NAMES)).filter((each) => !clashes(each))
  return {
    src: { files: src, directories: empty.filter((_, at) => at % 2 === 0) },
    dst: { files: dst, directories: empty.filter((_, at) => at % 2 === 1) },
  }
}

/** The tree with a directory in place of each file but markers. */
export function withoutFiles({ files, directories }: Tree): Tree {
  return { files: {}, directories: [...directories, ...Object.keys(files).filter((path) => !path.endsWith(MARKER))] }
}
