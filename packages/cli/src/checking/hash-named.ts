import { COMPUTED_HASHES, type HashName } from '@tranship/core'

/** The hash that a person names, in any case. */
export function hashNamed(text: string): HashName {
  const name = text.toLowerCase()
  if (COMPUTED_HASHES.includes(name)) return name
  throw new Error(`no hash ${JSON.stringify(text)}; there are: ${COMPUTED_HASHES.join(', ')}`)
}
