import { readFileSync } from 'node:fs'

interface Schema {
  readonly type?: string
  readonly format?: string
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly additionalProperties?: Schema
}

interface Method {
  readonly parameters: Readonly<Record<string, { readonly type: string; readonly location: string; readonly enum?: readonly string[] }>>
  readonly request?: string
  readonly response?: string
}

/** The part of the API's discovery document (revision of 2026-09) that is served here. */
const API: {
  readonly parameters: readonly string[]
  readonly methods: Readonly<Record<string, Method>>
  readonly schemas: Readonly<Record<string, Schema>>
} = JSON.parse(readFileSync(new URL('storage.v1.extract.json', import.meta.url), 'utf8'))

/** What is no part of the document, but of how Google serves all its APIs. */
const COMMON: ReadonlySet<string> = new Set([...API.parameters, 'uploadType', 'upload_id'])

/** What is wrong with the query of a method. */
export function queryProblems(method: string, query: URLSearchParams): string[] {
  const { parameters } = methodOf(method)
  return [...query].flatMap(([name, value]) => {
    if (COMMON.has(name)) return []
    const parameter = parameters[name]
    if (parameter?.location !== 'query') return [`${method} has no parameter ${name}`]
    if (parameter.enum !== undefined && !parameter.enum.includes(value)) return [`${method}: ${name} cannot be ${value}`]
    if (parameter.type === 'integer' && !/^\d+$/.test(value)) return [`${method}: ${name} is no number`]
    if (parameter.type === 'boolean' && !/^(true|false)$/.test(value)) return [`${method}: ${name} is no boolean`]
    return []
  })
}

/** What is wrong with a body that was sent; null stands for what a patch removes, and for no body at all. */
export function requestProblems(method: string, body: unknown): string[] {
  const { request } = methodOf(method)
  if (body === undefined || body === null) return []
  return request === undefined ? [`${method} takes no body`] : problemsOf({ $ref: request }, body, `${method} request`, true)
}

/** What is wrong with an answer. */
export function responseProblems(method: string, body: unknown): string[] {
  const { response } = methodOf(method)
  return response === undefined ? [`${method} has no answer`] : problemsOf({ $ref: response }, body, `${method} answer`, false)
}

function methodOf(name: string): Method {
  const method = API.methods[name]
  if (method === undefined) throw new Error(`no method ${name} in the extract`)
  return method
}

function problemsOf({ $ref, ...own }: Schema, value: unknown, at: string, mayBeNull: boolean): string[] {
  const schema = $ref === undefined ? own : API.schemas[$ref]
  if (schema === undefined) return [`${at}: no schema ${$ref}`]
  if (value === null && mayBeNull) return []
  switch (schema.type) {
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((each, index) => problemsOf(schema.items ?? {}, each, `${at}[${index}]`, mayBeNull))
        : [`${at} is no list`]
    case 'object': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is no object`]
      return Object.entries(value).flatMap(([name, each]) => {
        const below = schema.properties?.[name] ?? schema.additionalProperties
        return below === undefined ? [`${at} has the unknown field ${name}`] : problemsOf(below, each, `${at}.${name}`, mayBeNull)
      })
    }
    case 'string': {
      if (typeof value !== 'string') return [`${at} is no text`]
      const isNumber = schema.format === 'int64' || schema.format === 'uint64'
      return isNumber && !/^-?\d+$/.test(value) ? [`${at} is no number in a text`] : []
    }
    case 'integer':
      return Number.isInteger(value) ? [] : [`${at} is no number`]
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${at} is no boolean`]
    default:
      return []
  }
}
