import type { FilterRule } from './choices.js'
import { directoriesOf } from './directories.js'
import { type CompiledGlob, compileGlob } from './matcher.js'
import { withOrigin } from './origin.js'

/** One line of a table of rules. */
export interface CompiledRule extends CompiledGlob {
  readonly include: boolean
}

/** What the rules of a filter come to: a table for objects, and one for directories, which is derived from the same rules. */
export interface RuleTables {
  /** Matched with the path of an object. */
  readonly objects: readonly CompiledRule[]
  /** Matched with the path of a directory and a "/". */
  readonly directories: readonly CompiledRule[]
}

/** The tables, in the order of the rules; a line that stands in a table already is not repeated. */
export async function compileRules(rules: readonly FilterRule[], ignoreCase = false): Promise<RuleTables> {
  const objects: FilterRule[] = []
  const directories: FilterRule[] = []
  for (const rule of rules) {
    const places = placesOf(rule)
    for (const glob of places.objects) objects.push({ ...rule, glob })
    for (const glob of places.directories) directories.push({ ...rule, glob })
  }
  return { objects: await compileTable(objects, ignoreCase), directories: await compileTable(directories, ignoreCase) }
}

/** One table, of these very globs. */
export async function compileTable(rules: readonly FilterRule[], ignoreCase = false): Promise<readonly CompiledRule[]> {
  const lines = new Map<string, CompiledRule>()
  for (const { include, glob, origin } of rules) {
    const compiled = await compileGlob(glob, ignoreCase).catch((error) => Promise.reject(withOrigin(origin, error)))
    const rule = { include, ...compiled }
    if (!lines.has(lineOf(rule))) lines.set(lineOf(rule), rule)
  }
  return [...lines.values()]
}

/** What the first rule that matches says of a path; undefined: none matches. */
export function verdictOf(rules: readonly CompiledRule[], path: string): boolean | undefined {
  for (const rule of rules) if (rule.matches(path)) return rule.include
  return undefined
}

/** A line of a table, as rclone prints it. */
export function lineOf({ include, expression }: Pick<CompiledRule, 'include' | 'expression'>): string {
  return `${include ? '+' : '-'} ${expression}`
}

/**
 * The globs that one rule puts into each table. A glob that ends in "/" is about a directory: excluded it takes all that is in
 * it along, included it brings no object in. An object that is wanted opens the directories it may lie in; one that is not
 * closes none, but for `*`, which is every object.
 */
function placesOf({ include, glob }: FilterRule): { readonly objects: readonly string[]; readonly directories: readonly string[] } {
  const isDirectory = glob.endsWith('/')
  if (isDirectory && include && !glob.includes('**')) return { objects: [], directories: [glob] }
  const whole = isDirectory && !include ? `${glob}**` : glob
  const opened = include || whole === '*' ? directoriesOf(whole).filter((directory) => directory !== '/') : []
  return { objects: [whole], directories: whole.includes('**') ? [...opened, whole] : opened }
}
