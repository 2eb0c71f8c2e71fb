const LESS = 0x3c
const GREATER = 0x3e
const SLASH = 0x2f
const BANG = 0x21
const QUESTION = 0x3f
const SPACE = 0x20
const QUOTE = 0x22
const APOSTROPHE = 0x27

/** No answer of S3 nests deeper than five elements. */
const DEEPEST = 32

/** Hears of the elements of a document, in its order. Offsets are bytes of the document. */
export interface ElementVisitor {
  begin(tag: number): void
  /** `from` and `to` enclose the text of an element that has no elements in it. */
  end(tag: number, from: number, to: number): void
}

/** The number that stands for a tag while a document is scanned. */
export function tagOf(name: string): number {
  let tag = 0
  for (let at = 0; at < name.length; at++) tag = tagWith(tag, name.charCodeAt(at))
  return tag
}

/**
 * Reads a document of elements and text without making a string of it. Attributes, comments and instructions are passed
 * over. A document type, which could define entities, is refused, and so is what is not well-formed.
 */
export function scanXml(bytes: Uint8Array, visitor: ElementVisitor): void {
  const open: number[] = []
  let textFrom = 0
  let at = 0
  while (at < bytes.length) {
    if (bytes[at] !== LESS) {
      at++
      continue
    }
    const start = at
    const next = bytes[at + 1]
    if (next === BANG || next === QUESTION) {
      at = endOfDeclaration(bytes, at)
      continue
    }
    let tag = 0
    for (at += next === SLASH ? 2 : 1; !endsName(bytes[at]); at++) tag = tagWith(tag, bytes[at] as number)
    at = endOfTag(bytes, at)
    if (next === SLASH) {
      if (open.pop() !== tag) throw malformed('an element ends that is not open')
      visitor.end(tag, textFrom, start)
    } else if (bytes[at - 1] === SLASH) {
      visitor.begin(tag)
      visitor.end(tag, at, at)
    } else {
      if (open.push(tag) > DEEPEST) throw malformed('its elements are too deep')
      visitor.begin(tag)
      textFrom = at + 1
    }
    at++
  }
  if (open.length > 0) throw malformed('it ends early')
}

export function malformed(problem: string): Error {
  return new Error(`the answer is no XML that can be trusted: ${problem}`)
}

function tagWith(tag: number, unit: number): number {
  return (Math.imul(tag, 31) + unit) | 0
}

function endsName(byte: number | undefined): boolean {
  return byte === GREATER || byte === SLASH || byte === undefined || byte <= SPACE
}

/** Where the ">" of a tag is. */
function endOfTag(bytes: Uint8Array, from: number): number {
  let at = from
  while (bytes[at] !== GREATER) {
    const byte = bytes[at]
    if (byte === undefined) throw malformed('it ends early')
    if (byte === QUOTE || byte === APOSTROPHE) {
      at = bytes.indexOf(byte, at + 1)
      if (at === -1) throw malformed('it ends early')
    }
    at++
  }
  return at
}

/** Where a comment, a section of characters or an instruction is over. */
function endOfDeclaration(bytes: Uint8Array, from: number): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const [start, end] of DECLARATIONS) {
    if (text.toString('latin1', from, from + start.length) !== start) continue
    const at = text.indexOf(end, from + start.length, 'latin1')
    if (at === -1) throw malformed('it ends early')
    return at + end.length
  }
  throw malformed('it has a document type')
}

const DECLARATIONS = [
  ['<?', '?>'],
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
] as const
