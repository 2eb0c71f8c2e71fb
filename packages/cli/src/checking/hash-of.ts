import type { Fs, HashName } from '@tranship/core'
import { hashNamed } from './hash-named.js'

/** The hash that a person names of what is in this storage. */
export function hashOf(text: string, { features }: Fs): HashName {
  return hashNamed(text, features.hashes)
}
