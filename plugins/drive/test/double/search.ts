import { invalid, Unknown } from './api-error.js'
import type { Node } from './node.js'

/** What a search asks of a file. */
export type Condition = (node: Node) => boolean

export interface Facts {
  realId(id: string): string
  isTrashed(node: Node): boolean
}

type Token = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'word'; readonly text: string }

/** Reads the search language of Drive, as far as clients use it. A term that is not known is a violation, not a truth. */
export function parseSearch(q: string, facts: Facts): Condition {
  const tokens = tokensOf(q)
  let at = 0
  const word = () => (tokens[at]?.kind === 'word' ? tokens[at]?.text : undefined)
  const take = (): Token => tokens[at++] ?? fail(q)
  const expect = (text: string) => {
    if (take().text !== text) fail(q)
  }

  const either = (): Condition => {
    const terms = [both()]
    while (word() === 'or') {
      at++
      terms.push(both())
    }
    return (node) => terms.some((term) => term(node))
  }
  const both = (): Condition => {
    const terms = [one()]
    while (word() === 'and') {
      at++
      terms.push(one())
    }
    return (node) => terms.every((term) => term(node))
  }
  const one = (): Condition => {
    const first = take()
    if (first.kind === 'word' && first.text === '(') {
      const inner = either()
      expect(')')
      return inner
    }
    if (first.kind === 'word' && first.text === 'not') {
      const inner = one()
      return (node) => !inner(node)
    }
    if (first.kind === 'text') {
      expect('in')
      expect('parents')
      return ({ parents }) => parents.includes(facts.realId(first.text))
    }
    return comparison(first.text, take().text, take())
  }
  const comparison = (field: string, operator: string, { kind, text }: Token): Condition => {
    const key = `${field} ${operator} ${kind}`
    if (key === 'name = text') return ({ name }) => name.toLowerCase() === text.toLowerCase()
    if (key === 'mimeType = text') return ({ mimeType }) => mimeType === text
    if (key === 'mimeType != text') return ({ mimeType }) => mimeType !== text
    if (key === 'trashed = word') return (node) => facts.isTrashed(node) === truth(text)
    if (key === 'starred = word') return ({ isStarred }) => isStarred === truth(text)
    if (key === 'sharedWithMe = word') return ({ isSharedWithMe }) => isSharedWithMe === truth(text)
    throw new Unknown(`the search ${q}: ${key}`)
  }

  const condition = either()
  if (at !== tokens.length) fail(q)
  return condition
}

function truth(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw invalid(text)
  return text === 'true'
}

function fail(q: string): never {
  throw invalid(`q: ${q}`)
}

function tokensOf(q: string): readonly Token[] {
  const tokens: Token[] = []
  const pattern = /\s*(?:'((?:[^'\\]|\\.)*)'|(!=|=|\(|\))|([A-Za-z]\w*))\s*/gsy
  while (pattern.lastIndex < q.length) {
    const [, text, sign, name] = pattern.exec(q) ?? fail(q)
    if (text !== undefined) tokens.push({ kind: 'text', text: text.replace(/\\(.)/gs, '$1') })
    else tokens.push({ kind: 'word', text: sign ?? name ?? '' })
  }
  return tokens
}
