import { COMPUTED_HASHES, ConfigError, type HashName } from '@tranship/core'

/** The hash that a person names, in any case, "SHA-1" too: one that is computed here, or one of a storage's own. */
export function hashNamed(text: string, others: readonly HashName[] = []): HashName {
  const known = [...new Set([...COMPUTED_HASHES, ...others])]
  const plain = (name: string) => name.toLowerCase().replaceAll('-', '')
  const found = known.find((name) => plain(name) === plain(text))
  if (found !== undefined) return found
  throw new ConfigError(`no hash ${JSON.stringify(text)}; there are: ${known.join(', ')}`)
}
