import { invalid } from './api-error.js'

/** What a mask such as "a,b(c,d)", "a/b" or "*" leaves of an answer. */
export function masked(value: unknown, mask: string | null): unknown {
  return mask === null ? value : applied(value, parsed(mask))
}

/** The fields that are wanted; an empty map: all. */
type Mask = Map<string, Mask>

function parsed(text: string): Mask {
  let at = 0
  const list = (): Mask => {
    const mask: Mask = new Map()
    for (;;) {
      const name = /^[\w*]+/.exec(text.slice(at))?.[0]
      if (name === undefined) throw invalid(`Invalid field selection ${text}`)
      at += name.length
      let below: Mask = new Map()
      if (text[at] === '/') {
        at++
        below = one()
      } else if (text[at] === '(') {
        at++
        below = list()
        if (text[at++] !== ')') throw invalid(`Invalid field selection ${text}`)
      }
      mask.set(name, new Map([...(mask.get(name) ?? []), ...below]))
      if (text[at] !== ',') return mask
      at++
    }
  }
  const one = (): Mask => {
    const name = /^[\w*]+/.exec(text.slice(at))?.[0]
    if (name === undefined) throw invalid(`Invalid field selection ${text}`)
    at += name.length
    if (text[at] !== '/') return new Map([[name, new Map()]])
    at++
    return new Map([[name, one()]])
  }
  const mask = list()
  if (at !== text.length) throw invalid(`Invalid field selection ${text}`)
  return mask
}

function applied(value: unknown, mask: Mask): unknown {
  if (mask.size === 0 || mask.has('*')) return value
  if (Array.isArray(value)) return value.map((each) => applied(each, mask))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      const below = mask.get(name)
      return below === undefined ? [] : [[name, applied(each, below)]]
    }),
  )
}
