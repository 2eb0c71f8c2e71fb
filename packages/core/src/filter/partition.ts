import { createHash } from 'node:crypto'
import type { Partition } from './choices.js'

/** Whether a path is in this part: by MD5 of the path in NFC and lower case, so that each of its spellings is in the same one. */
export function isInPart(path: string, { part, of }: Partition): boolean {
  const digest = createHash('md5')
    .update(inLowerCase(path.normalize('NFC')))
    .digest()
  return digest.readBigUInt64LE(0) % of === part
}

/**
 * The part that `K/N` names, `random` (from 0 to 1) choosing K for `@/N`. Otherwise the text of what is wrong.
 */
export function parsePartition(text: string, random: () => number): Partition | string {
  const found = /^(@|\d+)\/(\d+)$/.exec(text)
  if (found === null) return 'it is not of the form K/N or @/N'
  const [, part = '', parts = ''] = found
  const of = BigInt(parts)
  if (of === 0n) return 'N must be greater than 0'
  return { part: part === '@' ? BigInt(Math.floor(random() * Number(of))) % of : BigInt(part) % of, of }
}

/** Each code point by itself: a sigma at the end of a word is no other letter. */
function inLowerCase(text: string): string {
  let lower = ''
  for (const character of text) lower += String.fromCodePoint(character.toLowerCase().codePointAt(0) as number)
  return lower
}
