import { malformed } from './xml-scan.js'

const LESS = 0x3c
const AMPERSAND = 0x26

/** The text that lies between two offsets of a document: a string of its own, which does not keep the document in memory. */
export function textOf(bytes: Buffer, from: number, to: number): string {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number
    if (byte >= 0x80 || byte === AMPERSAND || byte === LESS) return unescaped(bytes.toString('utf8', from, to))
  }
  return bytes.toString('latin1', from, to)
}

const PARTS = /<!\[CDATA\[(.*?)\]\]>|<!--.*?-->|<\?.*?\?>|&([^;]{0,10});?/gs

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Only the entities of XML itself and characters by number have a meaning; any other is refused, not expanded. */
function unescaped(text: string): string {
  const quoted = text.replaceAll('&quot;', '"') // around each ETag
  if (!quoted.includes('&') && !quoted.includes('<')) return quoted
  return text.replace(PARTS, (_part, characters: string | undefined, entity: string | undefined) =>
    entity === undefined ? (characters ?? '') : (ENTITIES[entity] ?? characterOf(entity)),
  )
}

function characterOf(entity: string): string {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(entity) ?? []
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
  if (!(code <= 0x10ffff)) throw malformed(`it has the entity ${JSON.stringify(entity)}`)
  return String.fromCodePoint(code)
}
