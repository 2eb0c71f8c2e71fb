import type { Case, Tree } from './case.js'

/** The case with as little in it as still fails; tries no more than so often. */
export async function smallest(failing: Case, fails: (one: Case) => Promise<boolean>, tries = 40): Promise<Case> {
  let found = failing
  let left = tries
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false
    for (const candidate of smaller(found)) {
      if (left-- <= 0) return found
      if (!(await fails(candidate))) continue
      found = candidate
      isSmaller = true
      break
    }
  }
  return found
}

/** A few files less, then one, then one flag. */
function* smaller(one: Case): Iterable<Case> {
  for (const side of ['src', 'dst'] as const) {
    const paths = Object.keys(one[side].files)
    if (paths.length > 3)
      for (const half of [0, 1])
        yield { ...one, [side]: without(one[side], (path, at) => at % 2 === half && !one.words.includes(`${side}/${path}`)) }
  }
  for (const side of ['src', 'dst'] as const) {
    const named = (path: string) => one.words.includes(`${side}/${path}`)
    for (const path of Object.keys(one[side].files))
      if (!named(path)) yield { ...one, [side]: without(one[side], (other) => other === path) }
    if (one[side].directories.length > 0) yield { ...one, [side]: { ...one[side], directories: [] } }
  }
  for (const [at, flag] of one.flags.entries()) if (flag.startsWith('--')) yield { ...one, flags: one.flags.toSpliced(at, 1) }
}

function without({ files, directories }: Tree, isTaken: (path: string, at: number) => boolean): Tree {
  return { directories, files: Object.fromEntries(Object.entries(files).filter(([path], at) => !isTaken(path, at))) }
}
