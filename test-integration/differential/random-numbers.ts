/** Gives the next number from 0 up to `below`. */
export type Numbers = (below: number) => number

/** Numbers that are the same for the same seed (mulberry32). */
export function numbersFrom(seed: number): Numbers {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

export function oneOf<Item>(pick: Numbers, items: readonly Item[]): Item {
  return items[pick(items.length)] as Item
}

/** Each of the items with one chance in four. */
export function someOf<Item>(pick: Numbers, items: readonly Item[]): Item[] {
  return items.filter(() => pick(4) === 0)
}
