import type { Case } from './case.js'
import { withoutKeptOut } from './kept-out.js'
import { FILTER_FLAGS, filterFrom, NO_FILTER } from './random-filters.js'
import { lineFrom } from './random-lines.js'
import { numbersFrom } from './random-numbers.js'
import { treesFrom, withoutFiles } from './random-trees.js'

/** Each of these is about a single file, and refuses a filter or has none; rclone's dedupe does not heed it. */
const WITHOUT_FILTER = new Set(['copyto', 'moveto', 'deletefile', 'rcat', 'dedupe'])

/** The case of a number, of one of these commands: the same for the same seed. */
export function caseOf(seed: number, number: number, commands: readonly string[]): Case {
  const pick = numbersFrom(seed + number * 0x9e3779b1)
  const command = commands[number % commands.length] as string
  const sides = treesFrom(pick)
  const isFiltered = !WITHOUT_FILTER.has(command) && number % 8 !== 7
  const filter = isFiltered ? filterFrom(pick, filterFlagOf(number, commands.length), [sides.src, sides.dst]) : NO_FILTER
  const { flags = [], ...line } = lineFrom(command, pick, sides)
  const one: Case = { command, ...line, ...sides, flags: [...flags, ...filter.flags], lists: filter.lists }
  return withoutKeptOut(isFiltered ? madeComparable(one) : one)
}

/** Each filter flag is as often asked for as another, by all commands. */
function filterFlagOf(number: number, commands: number): string {
  return FILTER_FLAGS[(number + Math.floor(number / commands)) % FILTER_FLAGS.length] as string
}

/** A removal of directories has some to remove. A sync deletes, as rclone's, what more than its path leaves out. */
function madeComparable(one: Case): Case {
  if (one.command === 'rmdirs') return { ...one, src: withoutFiles(one.src) }
  const asksMore = one.command === 'sync' && one.flags.some((flag) => /^--((min|max)-(size|age)|exclude-if-present)=/.test(flag))
  return asksMore ? { ...one, flags: [...new Set([...one.flags, '--delete-excluded'])] } : one
}
