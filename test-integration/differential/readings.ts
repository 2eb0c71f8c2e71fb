import { sumFileName } from '@tranship/core'

/** What both programs are to agree on of what one of them printed. */
export type Reading = (stdout: string, isOurs: boolean) => unknown

/** Lines, whatever their order: rclone's changes from run to run. */
export const lines: Reading = (stdout) => stdout.split('\n').toSorted()

/** Bytes of files, whatever the order of files. */
export const characters: Reading = (stdout) => [...stdout].toSorted()

/** Lines without the numbers that dedupe gives them. */
export const unnumbered: Reading = (stdout, isOurs) => lines(stdout.replaceAll(/^ {2}\d+: /gm, ''), isOurs)

/** Directories without their times, which are each program's own doing, and sizes, which the newest rclone tells on this machine. */
export const timeless: Reading = (stdout, isOurs) => lines(stdout.replaceAll(/^ +-?\d+ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d /gm, ''), isOurs)

/** A total in JSON without the place, which only newer versions of rclone tell. */
export const total: Reading = (stdout, isOurs) => lines(stdout.replace(/,"fs":".*"(?=\}$)/m, ''), isOurs)

/** One entry a line, in an array of JSON. */
export const entries: Reading = (stdout, isOurs) => {
  const [first, ...rest] = stdout.trimEnd().split('\n')
  const last = rest.pop()
  return [first, ...rest.map((line) => entry(line.replace(/,$/, ''), isOurs)).toSorted(), last]
}

/**
 * An entry with its keys in order, less what the two tell differently: names, which rclone spells with pictures; what a
 * directory in a bucket does not have; the storage class, which no backend of ours tells yet.
 */
export function entry(json: string, isOurs: boolean): string {
  const value = JSON.parse(json) as Record<string, unknown> | null
  if (value === null) return 'null'
  const spelled = (name: unknown) => (isOurs ? sumFileName(String(name)) : name)
  const { Tier: _, ...known } = { ...value, Path: spelled(value.Path), Name: spelled(value.Name) } as Record<string, unknown>
  return JSON.stringify(known.IsDir === true ? { ...known, Size: 'any', ModTime: known.ModTime !== '' } : known)
}

/** The rules that `--dump filters` prints, in their order, before what else is printed. */
export const withRules =
  (reading: Reading): Reading =>
  (stdout, isOurs) => {
    const end = stdout.startsWith(RULES_BEGIN) ? stdout.indexOf(RULES_END) + RULES_END.length : 0
    return [stdout.slice(0, end).replaceAll(LIMIT_OF_AGE, '$1'), reading(stdout.slice(end), isOurs)]
  }

const RULES_BEGIN = '--- start filters ---\n'
const RULES_END = '--- end filters ---\n'
/** What is told of an age is a moment by each program's own clock. */
const LIMIT_OF_AGE = /^(Last-modified date .*: )\d.*$/gm
