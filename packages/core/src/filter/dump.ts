import { toDate } from '../fs/time.js'
import type { FilterChoices } from './choices.js'
import { compileRules, compileTable, lineOf } from './rules.js'

/** The lines that rclone's `--dump filters` prints: the bounds of the times, and the rules as expressions in the order in which they are tried. */
export async function filterLines({
  rules = [],
  metadataRules = [],
  ignoreCase,
  modifiedFrom,
  modifiedTo,
}: FilterChoices): Promise<readonly string[]> {
  const { objects, directories } = await compileRules(rules, ignoreCase)
  const metadata = await compileTable(metadataRules)
  return [
    ...(modifiedFrom === undefined ? [] : [`Last-modified date must be equal or greater than: ${toDate(modifiedFrom).toISOString()}`]),
    ...(modifiedTo === undefined ? [] : [`Last-modified date must be equal or less than: ${toDate(modifiedTo).toISOString()}`]),
    '--- File filter rules ---',
    ...objects.map(lineOf),
    '--- Directory filter rules ---',
    ...directories.map(lineOf),
    ...(metadata.length === 0 ? [] : ['--- Metadata filter rules ---', ...metadata.map(lineOf)]),
  ]
}
