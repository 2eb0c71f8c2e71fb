import { readFileSync } from 'node:fs'

interface Method {
  readonly method: string
  readonly path: string
  readonly parameters: readonly string[]
  readonly response?: string
}

/** An extract of Google's own description of the API (its discovery document): methods, their parameters, and the fields of what they answer. */
interface Description {
  readonly parameters: readonly string[]
  readonly methods: Readonly<Record<string, Method>>
  readonly schemas: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const API = JSON.parse(readFileSync(new URL('discovery.json', import.meta.url), 'utf8')) as Description

/** Every name that a mask of fields may have. */
export const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  '*',
  ...Object.values(API.schemas).flatMap((properties) => [
    ...Object.keys(properties),
    ...Object.values(properties).flatMap((type) => (type.startsWith('object:') ? type.slice('object:'.length).split(',') : [])),
  ]),
])

export interface MatchedMethod {
  readonly name: string
  readonly ids: readonly string[]
}

/** The method of a request below /drive/v3/, or /upload/drive/v3/. */
export function methodOf(method: string, pathname: string): MatchedMethod | undefined {
  const path = /^(?:\/upload)?\/drive\/v3\/(.+)$/.exec(pathname)?.[1]
  if (path === undefined) return undefined
  const matches = Object.entries(API.methods).flatMap(([name, each]) => {
    const pattern = new RegExp(`^${each.path.replace(/\{\w+\}/g, '([^/]+)')}$`)
    const found = each.method === method ? pattern.exec(path) : null
    return found === null ? [] : [{ name, ids: found.slice(1).map(decodeURIComponent) }]
  })
  return matches.sort((a, b) => a.ids.length - b.ids.length)[0] // a literal path before one with ids
}

/** Parameters of a request that its method does not have. */
export function strangeParameters({ name }: MatchedMethod, given: Iterable<string>): readonly string[] {
  const known = new Set([...API.parameters, ...(API.methods[name]?.parameters ?? [])])
  return [...given].filter((each) => !known.has(each))
}

/** What of an answer is not as the description of its method says. */
export function strangeFields({ name }: MatchedMethod, answer: unknown): readonly string[] {
  const schema = API.methods[name]?.response
  return schema === undefined ? [] : differences(answer, `$${schema}`, name)
}

function differences(value: unknown, type: string, at: string): readonly string[] {
  if (type.startsWith('$')) {
    const properties = API.schemas[type.slice(1)]
    if (properties === undefined) return []
    if (typeof value !== 'object' || value === null) return [`${at}: no object`]
    return Object.entries(value).flatMap(([key, each]) =>
      properties[key] === undefined ? [`${at}.${key}: unknown`] : differences(each, properties[key], `${at}.${key}`),
    )
  }
  if (type.startsWith('['))
    return Array.isArray(value) ? value.flatMap((each, index) => differences(each, type.slice(1), `${at}[${index}]`)) : [`${at}: no list`]
  const [base, format] = type.split(':')
  if (base === 'any' || base === 'object') return []
  const actual = typeof value === 'number' ? 'integer' : typeof value
  if (actual !== base) return [`${at}: ${actual}, not ${base}`]
  if (format === 'int64' && !/^-?\d+$/.test(String(value))) return [`${at}: no int64`]
  return format === 'date-time' && Number.isNaN(Date.parse(String(value))) ? [`${at}: no time`] : []
}
