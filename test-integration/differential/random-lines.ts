import type { Tree } from './case.js'
import { transferFlags } from './random-flags.js'
import { type Numbers, oneOf, someOf } from './random-numbers.js'
import { CONTENTS } from './random-trees.js'

/** What follows a command. */
export interface Line {
  readonly words: readonly string[]
  readonly flags?: readonly string[]
  readonly input?: string
}

type Lines = (pick: Numbers, sides: { readonly src: Tree; readonly dst: Tree }, command: string) => Line

const trees: Lines = (pick, _, command) => ({ words: ['src', 'dst'], flags: transferFlags(command, pick) })
const oneFile: Lines = (pick, { src, dst }, command) => ({
  words: [`src/${oneOf(pick, Object.keys(src.files))}`, `dst/${oneOf(pick, [...Object.keys(dst.files), 'new', 'deep/new'])}`],
  flags: transferFlags(command, pick),
})
const printed: Lines = () => ({ words: ['src'] })
const sums: Lines = (pick) => ({ words: ['src'], flags: someOf(pick, ['--base64', '--download', '--max-depth=2']) })
const fileOf = (pick: Numbers, { files }: Tree) => oneOf(pick, [...Object.keys(files), 'missing'])

const LINES: Readonly<Record<string, Lines>> = {
  sync: trees,
  copy: trees,
  move: trees,
  copyto: oneFile,
  moveto: oneFile,
  check: (pick) => ({
    words: ['src', 'dst'],
    flags: ['--combined=-', ...someOf(pick, ['--one-way', '--download', '--size-only', '--max-depth=1'])],
  }),
  ls: printed,
  lsl: printed,
  lsd: printed,
  lsf: (pick) => ({ words: ['src'], flags: oneOf(pick, LSF_FLAGS) }),
  lsjson: (pick) => ({ words: ['src'], flags: oneOf(pick, LSJSON_FLAGS) }),
  md5sum: sums,
  sha1sum: sums,
  hashsum: (pick, sides, command) => ({ ...sums(pick, sides, command), words: [oneOf(pick, ['md5', 'sha1', 'crc32', 'sha256']), 'src'] }),
  size: (pick) => ({ words: ['src'], flags: ['--json', ...someOf(pick, ['--max-depth=1'])] }),
  cat: (pick) => ({ words: ['src'], flags: oneOf(pick, [[], ['--head=3'], ['--tail=2'], ['--offset=1', '--count=4'], ['--discard']]) }),
  delete: (pick) => ({ words: ['src'], flags: someOf(pick, ['--rmdirs', '--dry-run']) }),
  deletefile: (pick, { src }) => ({ words: [`src/${fileOf(pick, src)}`] }),
  rmdirs: (pick) => ({ words: ['src'], flags: someOf(pick, ['--leave-root']) }),
  rcat: (pick, { src }) => ({
    words: [`src/${oneOf(pick, [...Object.keys(src.files), 'new', 'deep/new'])}`],
    input: oneOf(pick, CONTENTS),
  }),
  touch: (pick, { src }) => ({
    words: [`src/${fileOf(pick, src)}`],
    flags: ['-t', '2001-02-03T04:05:06', ...someOf(pick, ['--no-create'])],
  }),
  dedupe: (pick) => ({ words: [oneOf(pick, ['skip', 'list']), 'src'], flags: ['--by-hash'] }),
}

const LSF_FLAGS = [
  ['-R'],
  ['-R', '--files-only', '--format=pst'],
  ['-R', '--files-only', '--format=hp', '--hash=SHA1'],
  ['-R', '--csv', '--format=ps'],
  ['-R', '--dirs-only', '--absolute'],
  ['--max-depth=2'],
  [],
]
const LSJSON_FLAGS = [['-R'], ['-R', '--files-only', '--hash-type=md5'], ['-R', '--dirs-only'], ['-R', '--no-modtime', '--no-mimetype'], []]

/** Three in 25 are syncs, two are checks, and each other command is one. */
export const COMMANDS = [...Object.keys(LINES), 'sync', 'sync', 'check']

export function lineFrom(command: string, pick: Numbers, sides: { readonly src: Tree; readonly dst: Tree }): Line {
  const lines = LINES[command]
  if (lines === undefined) throw new Error(`no command lines are known for ${command}`)
  return lines(pick, sides, command)
}
