import { ConfigError } from '../backend/config-error.js'
import type { FsDirectory, FsObject } from '../fs/entry.js'
import { pathProblem } from '../fs/path.js'
import type { Change } from './decide/action.js'

/** A change as one line of JSON: times are nanoseconds, as text. */
export function planLine(change: Change): string {
  return JSON.stringify(change, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

/** The change that a line tells. Throws a ConfigError that says what is wrong with it. */
export function parsePlanLine(line: string): Change {
  const told = parseObject(line)
  const of = FIELDS[told.do as Change['do']]
  if (typeof told.do !== 'string' || !Object.hasOwn(FIELDS, told.do) || of === undefined)
    throw new ConfigError(`no change is called ${JSON.stringify(told.do)}`)
  const change: Record<string, unknown> = { do: told.do, path: pathIn(told) }
  for (const [field, read] of Object.entries(of)) {
    const value = read(told[field])
    if (value !== undefined) change[field] = value
  }
  if (isOneKind(change.src, change.dst)) return change as unknown as Change
  throw new ConfigError('a file cannot stand against a directory')
}

/** Whether two entries are of one kind, where there are two. */
function isOneKind(src: unknown, dst: unknown): boolean {
  const [left, right] = [src, dst].map((each) => (each as FsObject | FsDirectory | undefined)?.kind)
  return left === undefined || right === undefined || left === right
}

type Reader = (value: unknown) => unknown

function parseObject(line: string): Record<string, unknown> {
  let told: unknown
  try {
    told = JSON.parse(line)
  } catch {
    told = undefined
  }
  if (typeof told !== 'object' || told === null || Array.isArray(told)) throw new ConfigError('it is no JSON object')
  return told as Record<string, unknown>
}

function pathIn(told: Record<string, unknown>): string {
  const { path } = told
  const problem = typeof path === 'string' ? pathProblem(path) : 'there is none'
  if (problem !== undefined) throw new ConfigError(`no path: ${JSON.stringify(path)}: ${problem}`)
  return path as string
}

const text: Reader = (value) => {
  if (typeof value === 'string') return value
  throw new ConfigError(`a text was expected, not ${JSON.stringify(value)}`)
}
const number: Reader = (value) => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new ConfigError(`a whole number was expected, not ${JSON.stringify(value)}`)
}
const nanoseconds: Reader = (value) => {
  if (typeof value === 'string' && /^-?\d{1,19}$/.test(value)) return BigInt(value)
  throw new ConfigError(`nanoseconds were expected, not ${JSON.stringify(value)}`)
}
const digests: Reader = (value) => {
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, digest]) => [name, text(digest)]))
  throw new ConfigError(`hashes were expected, not ${JSON.stringify(value)}`)
}

function optional(read: Reader): Reader {
  return (value) => (value === undefined ? undefined : read(value))
}

function fields(table: Readonly<Record<string, Reader>>, told: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(table).map(([field, read]) => [field, read(told[field])] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

const OBJECT: { readonly [Field in Exclude<keyof FsObject, 'kind' | 'path'>]-?: Reader } = {
  size: optional(number),
  modTime: optional(nanoseconds),
  lastModified: optional(nanoseconds),
  hashes: optional(digests),
  mimeType: optional(text),
  tier: optional(text),
  id: optional(text),
  version: optional(text),
}
const DIRECTORY: { readonly [Field in Exclude<keyof FsDirectory, 'kind' | 'path'>]-?: Reader } = {
  modTime: optional(nanoseconds),
  id: optional(text),
  size: optional(number),
  count: optional(number),
}

const entry =
  (...kinds: readonly ('object' | 'directory')[]): Reader =>
  (value) => {
    const told = parseObject(JSON.stringify(value) ?? '')
    const kind = kinds.find((each) => each === told.kind)
    if (kind === undefined) throw new ConfigError(`${kinds.join(' or ')} was expected, not ${JSON.stringify(told.kind)}`)
    return { kind, path: pathIn(told), ...fields(kind === 'object' ? OBJECT : DIRECTORY, told) }
  }
const object = entry('object')
const objectOrDirectory = entry('object', 'directory')

const like: Reader = (value) => {
  const told = parseObject(JSON.stringify(value) ?? '')
  return { reference: number(told.reference), object: object(told.object) }
}

/** What each kind of change carries besides its path. */
const FIELDS: { readonly [Do in Change['do']]: Readonly<Record<string, Reader>> } = {
  copy: { src: object, dst: optional(object), why: text, like: optional(like) },
  touch: { src: objectOrDirectory, dst: objectOrDirectory, time: nanoseconds },
  delete: { dst: objectOrDirectory },
  rename: { src: object, dst: object },
  make: { src: entry('directory'), dst: optional(entry('directory')) },
  drop: { src: objectOrDirectory },
}
