import { ApiError } from './api-error.js'

/** A mask of fields: `true` is a whole one. */
type Mask = { [name: string]: Mask | true }

/** What a mask as "files(id,name),nextPageToken" leaves of an answer. Without one, what Google tells by default; "*" and an empty one leave all. */
export function masked(answer: object, fields: string | undefined, byDefault: readonly string[], known: ReadonlySet<string>): object {
  if (fields === '' || fields === '*') return answer
  return applied(
    answer,
    fields === undefined ? Object.fromEntries(byDefault.map((name) => [name, true as const])) : parsed(fields, known),
  ) as object
}

function parsed(text: string, known: ReadonlySet<string>): Mask {
  const mask: Mask = {}
  let at = 0
  const list = (into: Mask): void => {
    for (;;) {
      const name = /^[\w*]+/.exec(text.slice(at))?.[0]
      if (name === undefined || !known.has(name)) throw new ApiError(400, 'invalidParameter', `Invalid field selection ${text.slice(at)}`)
      at += name.length
      const inner = into[name]
      const below: Mask = typeof inner === 'object' ? inner : {}
      if (text[at] === '(') {
        at++
        list(below)
        if (text[at++] !== ')') throw new ApiError(400, 'invalidParameter', `Invalid field selection ${text}`)
        into[name] = below
      } else if (text[at] === '/') {
        at++
        into[name] = below
        list1(below)
      } else into[name] = true
      if (text[at] !== ',') return
      at++
    }
  }
  const list1 = (into: Mask): void => {
    const name = /^[\w*]+/.exec(text.slice(at))?.[0] ?? ''
    at += name.length
    into[name] = true
  }
  list(mask)
  if (at !== text.length) throw new ApiError(400, 'invalidParameter', `Invalid field selection ${text}`)
  return mask
}

function applied(value: unknown, mask: Mask | true): unknown {
  if (mask === true || mask['*'] === true || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((each) => applied(each, mask))
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (mask[name] === undefined ? [] : [[name, applied(inner, mask[name] as Mask | true)]])),
  )
}
