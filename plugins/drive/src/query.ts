import { FOLDER, SHORTCUT } from './file.js'

/** A text within a search of Drive. */
export function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}

export function inAny(parents: readonly string[]): string {
  return anyOf(parents.map((parent) => `${quoted(parent)} in parents`))
}

/** Drive compares names without their case: what it finds must be compared again. */
export function namedAny(names: readonly string[]): string {
  return anyOf(names.map((name) => `name = ${quoted(name)}`))
}

export const IS_FOLDER: string = anyOf([`mimeType = ${quoted(FOLDER)}`, `mimeType = ${quoted(SHORTCUT)}`])

export function allOf(conditions: readonly (string | undefined)[]): string {
  return conditions.filter((each) => each !== undefined).join(' and ')
}

function anyOf(conditions: readonly string[]): string {
  return conditions.length === 1 ? (conditions[0] ?? '') : `(${conditions.join(' or ')})`
}
