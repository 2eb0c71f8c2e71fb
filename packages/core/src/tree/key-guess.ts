/** A stretch of a listing: order keys as they follow each other. */
export interface Stretch {
  readonly first: string
  readonly last: string
  /** Some of the keys in it: they show which characters keys are made of. */
  readonly samples: readonly string[]
}

/** More characters of a key than these do not matter to where it lies. */
const MOST_CHARACTERS = 16
/** How exactly a place is named, as a part of the distance to it. */
const EXACTNESS = 1 / 64
/** Stands for the end of a key, before every character. */
const END = -1
/** What sorts after every character of a key. */
const LAST_CHARACTER = '\u{10ffff}'

/**
 * A text, which need not be a key, that has about `share` times as many keys between `from` and itself as the stretch has, if
 * they go on as they do there. `from` lies at the end of the stretch or after it. Undefined: nothing can be told, or there is
 * nothing after it. Keys are taken for numbers; their digits are the characters in those places where keys differ.
 */
export function keyAhead(stretch: Stretch, from: string, share: number): string | undefined {
  const inCommon = Array.from(from.slice(0, commonLength(stretch.first, from)))
  for (let length = inCommon.length; length >= 0; length--) {
    const prefix = inCommon.slice(0, length).join('')
    const guess = guessWithin(prefix, stretch, from, share)
    if (guess !== 'beyond') return guess === undefined ? undefined : prefix + guess
  }
  return inCommon.length === 0 ? undefined : inCommon.join('') + LAST_CHARACTER
}

/** What follows the prefix that they all have; `beyond`: another one would. */
function guessWithin(prefix: string, { first, last, samples }: Stretch, from: string, share: number): string | 'beyond' | undefined {
  const start = prefix.length
  const digits = differingIn([...samples, from].map((key) => characters(key, start)))
  const place = (key: string): number => placeOf(characters(key, start), digits)
  const distance = (place(last) - place(first)) * share
  if (!(distance > 0)) return undefined
  const ahead = place(from) + distance
  return ahead >= 1 ? 'beyond' : textAt(ahead, digits, distance * EXACTNESS)
}

/** The characters that stand in those places where the keys have not all the same one, in order; where some end, that counts as one. */
function differingIn(keys: readonly (readonly number[])[]): number[] {
  const digits = new Set<number>()
  for (let place = 0; place < MOST_CHARACTERS; place++) {
    const here = new Set(keys.map((key) => key[place] ?? END))
    if (here.size > 1) for (const character of here) digits.add(character)
  }
  return [...digits].sort((a, b) => a - b)
}

/** How much two texts have in common at their beginning, in units of UTF-16; never half a character. */
function commonLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length++
  const unit = length === 0 ? 0 : a.charCodeAt(length - 1)
  return unit >= 0xd800 && unit < 0xdc00 ? length - 1 : length
}

function characters(key: string, start: number): number[] {
  return Array.from(key.slice(start, start + 2 * MOST_CHARACTERS), (character) => character.codePointAt(0) ?? 0).slice(0, MOST_CHARACTERS)
}

/** From 0 to 1. A character that is no digit counts as the next lower one. */
function placeOf(key: readonly number[], digits: readonly number[]): number {
  let place = 0
  let unit = 1
  for (let at = 0; at < MOST_CHARACTERS; at++) {
    const character = key[at] ?? END
    const above = digits.findIndex((digit) => digit > character)
    unit /= digits.length
    place += unit * Math.max(0, (above === -1 ? digits.length : above) - 1)
  }
  return place
}

function textAt(place: number, digits: readonly number[], exactness: number): string {
  let text = ''
  let rest = place
  for (let unit = 1; unit > exactness && text.length < MOST_CHARACTERS; unit /= digits.length) {
    rest *= digits.length
    const digit = Math.min(Math.floor(rest), digits.length - 1)
    if (digits[digit] === END) break
    text += String.fromCodePoint(digits[digit] as number)
    rest -= digit
  }
  return text
}
