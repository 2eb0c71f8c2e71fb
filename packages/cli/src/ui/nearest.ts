/** The word that was probably meant: the one that takes the fewest changes, if these are few for its length. */
export function nearest(typed: string, words: Iterable<string>): string | undefined {
  let best: { readonly word: string; readonly changes: number } | undefined
  for (const word of words) {
    const changes = changesBetween(typed, word)
    if (changes <= Math.max(1, Math.floor(word.length / 4)) && changes < (best?.changes ?? Number.POSITIVE_INFINITY))
      best = { word, changes }
  }
  return best?.word
}

/** Letters to insert, drop, replace, or swap with the next one. */
function changesBetween(one: string, other: string): number {
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1]
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      next[j] = Math.min(
        at(row, j) + 1,
        at(next, j - 1) + 1,
        at(row, j - 1) + (isSame ? 0 : 1),
        swapped ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    ;[before, row] = [row, next]
  }
  return at(row, other.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}
