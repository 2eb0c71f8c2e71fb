import { readWords } from './words.js'

/** Commands whose next word is a command too: `config show`. */
const TOPICS: ReadonlySet<string> = new Set(['config'])

/**
 * The words of a command line with the command first: flags may stand before it too, as in `tranship -v sync a b`. Whether the
 * next word is a flag's value `takesValue` tells; undefined if it does not know a flag that stands before the command.
 */
export function commandFirst(
  words: readonly string[],
  takesValue: (written: string) => boolean | undefined,
): readonly string[] | undefined {
  const read = readWords(words, takesValue)
  const at = read.findIndex(({ kind, typed }) => kind === 'argument' && typed[0] !== '--')
  if (at === -1) return words
  const before = read.slice(0, at)
  const isUnsure = before.some((word) => word.kind === 'flag' && word.value === undefined && takesValue(word.written) === undefined)
  if (isUnsure) return undefined
  const [command = ''] = read[at]?.typed ?? []
  const others = [...before, ...read.slice(at + 1)].flatMap(({ typed }) => typed)
  if (!TOPICS.has(command)) return at === 0 ? words : [command, ...others]
  const rest = commandFirst(others, takesValue)
  return rest && [command, ...rest]
}
