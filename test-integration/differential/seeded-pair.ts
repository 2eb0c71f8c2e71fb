import type { Tree } from '../harness/tree.js'
import { numbersFrom } from './random-numbers.js'

/** Names that one or the other program has stumbled over. None holds a quote mark of rclone's encodings: rclone 1.60 cannot read its own. */
const NAMES = [
  '.hidden',
  ' blank at both ends ',
  'a+b c%2Fd%',
  `quotes"'\`<>[]{}|^`,
  'back\\slash',
  'tab\tnewline\nend\u007f',
  'picture ␊',
  '-n',
  '*star',
  'caf\u00e9',
  'cafe\u0301 decomposed',
  '日本語 😀',
  '\uff61 halfwidth',
  'two  blanks',
  'file.jpg',
]
const DIRECTORIES = ['', '', 'd', 'd/e', 'd.x', 'é', 'only\there', ' ']
const CONTENTS = ['', 'x', 'y', 'longer', 'last line without end', 'two\nlines\n']

/** Two trees that share most of their files: some are the same, some differ by size or by bytes, some are on one side only. */
export function seededPair(seed: number): { readonly left: Tree; readonly right: Tree } {
  const pick = numbersFrom(seed)
  const [left, right]: [Record<string, string>, Record<string, string>] = [{}, {}]
  for (const name of NAMES) {
    for (let copies = 1 + pick(2); copies > 0; copies--) {
      const directory = DIRECTORIES[pick(DIRECTORIES.length)] as string
      const path = directory === '' ? name : `${directory}/${name}`
      const content = CONTENTS[pick(CONTENTS.length)] as string
      const fate = pick(6)
      if (fate !== 0) left[path] = content
      if (fate !== 1) right[path] = fate === 2 ? `${content}!` : fate === 3 ? content.replace(/^./s, '?') : content
    }
  }
  return {
    left: { ...left, both: 'b', 'left only': 'l', 'two forms: \u00e9': 'f', 'two forms: \u00e8': 'f' },
    right: { ...right, both: 'b', 'right only': 'r', 'two forms: e\u0301': 'f', 'two forms: e\u0300': 'differs' },
  }
}
