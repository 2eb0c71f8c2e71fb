const compared = /\b([\w.]+)\.localeCompare\(([\w.]+)\)/g

/**
 * `a.id.localeCompare(b.id)` → a comparison of their UTF-16 units. oclif sorts the ids of commands so at each start, and the
 * first use of a locale takes 7 ms; ids are plain words, whose order is the same.
 */
export function plainlyOrdered(source) {
  return source.replace(compared, '($1 < $2 ? -1 : $1 > $2 ? 1 : 0)')
}
