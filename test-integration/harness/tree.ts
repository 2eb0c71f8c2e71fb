import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Path below the root → content. */
export type Tree = Readonly<Record<string, string | Uint8Array>>

/** Writes files, each with the modification time that is given, in seconds with up to nine fractional digits. */
export function makeTree(root: string, tree: Tree, time?: string): void {
  mkdirSync(root, { recursive: true })
  for (const [path, content] of Object.entries(tree)) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
    if (time !== undefined) setTime(file, time)
  }
}

/** Sets a modification time to the nanosecond, which Node's utimes cannot. */
function setTime(file: string, seconds: string): void {
  execFileSync('touch', ['--date', `@${seconds}`, '--', file])
}

const MEBIBYTE = 1024 ** 2

/** Names that one or the other program has stumbled over. */
const ODD_NAMES = [
  '.hidden',
  ' leading and trailing ',
  'a+b c%2Fd%',
  'a&b?c#d=e;f',
  `quotes"'\`<>[]{}|^`,
  'back\\slash',
  'tab\tnewline\nend',
  '-n',
  'caf\u00e9',
  'cafe\u0301 decomposed',
  '日本語 😀',
  'deep/er/and/deeper/file',
  'deep/er.txt',
  'deep er/x',
  '\uff61 halfwidth',
]

/** Files with odd names and times to the nanosecond, an empty one, and one that is uploaded in parts. */
export function makeOddTree(root: string): void {
  const named = Object.fromEntries(ODD_NAMES.map((name) => [name, `content of ${name}`]))
  makeTree(root, { ...named, empty: '', large: randomBytes(6 * MEBIBYTE + 1) })
  const files = Object.keys(readTree(root))
  for (const [index, path] of files.entries())
    setTime(join(root, path), `${1_354_040_105 + index * 1_000_003}.${String(123_456_789 + index).padStart(9, '0')}`)
}

export interface FileFacts {
  readonly size: number
  readonly md5: string
  /** Nanoseconds. */
  readonly modTime: bigint
}

/** What every file below a directory is, by its path. Links and empty directories are not looked at. */
export function readTree(root: string): Readonly<Record<string, FileFacts>> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(files.sort().map((file) => [file.slice(root.length + 1), factsOf(file)]))
}

/** As readTree, with times to the microsecond: what the local backend can write on every Node. */
export function readTreeToMicroseconds(root: string): Readonly<Record<string, FileFacts>> {
  const rounded = Object.entries(readTree(root)).map(([path, facts]) => [path, { ...facts, modTime: (facts.modTime / 1000n) * 1000n }])
  return Object.fromEntries(rounded)
}

function factsOf(file: string): FileFacts {
  const { size, mtimeNs } = lstatSync(file, { bigint: true })
  return { size: Number(size), md5: createHash('md5').update(readFileSync(file)).digest('hex'), modTime: mtimeNs }
}
