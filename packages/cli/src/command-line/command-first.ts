import { globalFlags, transferFlags } from './flags.js'

/** How the flags that may stand before the command are written: "-n", "--config", and whether a value follows. */
const TAKES_VALUE: ReadonlyMap<string, boolean> = new Map(
  Object.entries({ ...globalFlags, ...transferFlags }).flatMap(([name, flag]) => {
    const takesValue = flag.type === 'option'
    return [[`--${name}`, takesValue] as const, ...(flag.char === undefined ? [] : [[`-${flag.char}`, takesValue] as const])]
  }),
)

/** The words of a command line with the command first: flags may stand before it too, as in `tranship -v sync a b`. */
export function commandFirst(words: readonly string[]): string[] {
  let at = 0
  while (at < words.length) {
    const word = words[at] as string
    const name = word.replace(/=.*$/s, '')
    const isKnown = TAKES_VALUE.has(name) || /^-[qvnc]{2,}$/.test(word)
    if (!isKnown) break
    at += TAKES_VALUE.get(name) === true && !word.includes('=') ? 2 : 1
  }
  if (at === 0 || at >= words.length || words[at]?.startsWith('-')) return [...words]
  return [words[at] as string, ...words.slice(0, at), ...words.slice(at + 1)]
}
