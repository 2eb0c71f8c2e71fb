import { ConfigError } from '../backend/config-error.js'
import type { FilterRule } from './choices.js'
import { parseGlob } from './glob.js'
import { namingOrigin } from './origin.js'

/** The text of a rule, and where it comes from. */
export interface RuleText {
  readonly text: string
  readonly origin?: string
}

/** Texts of rules, as the flags of these names give them, each list in its order. */
export interface RuleTexts {
  /** Absent: nothing was said of what to include; an empty list includes nothing. */
  readonly include?: readonly RuleText[]
  readonly exclude?: readonly RuleText[]
  readonly filter?: readonly RuleText[]
}

/**
 * All rules in rclone's order: what is included, what is excluded, the rules of `filter`, and, if `include` was given, at last
 * that nothing else is wanted. Throws a ConfigError for a text that is no rule.
 */
export function rulesInOrder({ include, exclude = [], filter = [] }: RuleTexts): readonly FilterRule[] {
  const rules: FilterRule[] = [
    ...(include ?? []).map(({ text, ...origin }) => ({ include: true, glob: text, ...origin })),
    ...exclude.map(({ text, ...origin }) => ({ include: false, glob: text, ...origin })),
  ]
  for (const { text, ...origin } of filter) {
    const rule = namingOrigin(origin, () => parseRule(text))
    // What is taken out is wrong all the same if it is no glob.
    if (rule === '!') for (const { glob, ...from } of rules.splice(0)) namingOrigin(from, () => parseGlob(glob))
    else rules.push({ ...rule, ...origin })
  }
  if (include !== undefined) rules.push({ include: false, glob: '/**' })
  return rules
}

/** "+ glob", "- glob", or "!", which takes out every rule before it. */
function parseRule(text: string): FilterRule | '!' {
  if (text === '!') return '!'
  const sign = text.slice(0, 2)
  if (sign === '+ ' || sign === '- ') return { include: sign === '+ ', glob: text.slice(2) }
  throw new ConfigError(`the rule ${JSON.stringify(text)} means nothing: write "+ GLOB", "- GLOB" or "!"`)
}
