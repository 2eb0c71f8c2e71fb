import { type FlagDeclarations, readWords, spellingsOf } from './words.js'

/** No word of a command line can hold it. */
const GUARD = '\0'

/**
 * The words with each value of a flag that begins with a dash guarded: oclif takes "-n/**" for the flag -n, and says that
 * `--exclude` has no value, where rclone takes whatever comes next. A number needs no guard.
 */
export function guardValues(words: readonly string[], flags: FlagDeclarations): string[] {
  const spellings = spellingsOf(flags)
  const takesValue = (written: string) => spellings.get(written)?.takesValue
  return readWords(words, takesValue).flatMap((word) => {
    if (word.kind !== 'flag' || word.value === undefined || takesValue(word.written) !== true) return word.typed
    return /^-[^\d]/.test(word.value) ? [word.written, GUARD + word.value] : word.typed
  })
}

/** What oclif made of guarded words, without the guards. */
export function unguarded<Parsed>(parsed: Parsed): Parsed {
  if (typeof parsed === 'string') return parsed.replaceAll(GUARD, '') as Parsed
  if (Array.isArray(parsed)) return parsed.map(unguarded) as Parsed
  if (!isRecord(parsed)) return parsed
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, unguarded(value)])) as Parsed
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value))
}
