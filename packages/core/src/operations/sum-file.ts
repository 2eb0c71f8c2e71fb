import type { Bytes } from '../fs/bytes.js'
import type { FsObject, Page } from '../fs/entry.js'
import type { HashName } from '../fs/hash.js'
import type { FsPath } from '../fs/path.js'
import { PAGE_SIZE } from '../tree/page.js'

/** U+201B, the mark that rclone's encodings quote with. */
const QUOTE = '\u{201b}'
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNFIT = /[\u0001-\u001f\u007f\u201b\u2401-\u241f\u2421]/g
const PICTURE_OR_QUOTED = /\u201b([\u201b\u2401-\u241f\u2421])|[\u2401-\u241f\u2421]/g

/**
 * A path on one line of a sum file, as rclone writes it: a control character as its picture of Unicode's block "Control
 * Pictures", "␊" for a newline; a picture, and U+201B itself, with U+201B before it.
 */
export function sumFileName(path: string): string {
  return path.replace(UNFIT, (character) => {
    const code = character.charCodeAt(0)
    if (code > 0x7f) return QUOTE + character
    return String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code)
  })
}

/** The inverse of `sumFileName`. */
function pathInSumFile(name: string): string {
  return name.replace(PICTURE_OR_QUOTED, (found, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted
    const code = found.charCodeAt(0) - 0x2400
    return String.fromCharCode(code === 0x21 ? 0x7f : code)
  })
}

/** One line, in the format of md5sum: digest, two spaces, path. A digest that is not known leaves `width` blanks. */
export function sumFileLine(digest: string, path: string, width: number): string {
  return `${digest.padStart(width)}  ${sumFileName(path)}`
}

/**
 * A sum file as a listing in the order of its lines: objects of which only the digest is known. Blank lines mean nothing; of any
 * other line that is no sum, `malformed` is told the number, from 1.
 */
export async function* sumFileListing(bytes: Bytes, hash: HashName, malformed: (line: number) => void): AsyncIterable<Page> {
  let page: FsObject[] = []
  let number = 0
  for await (const line of lines(bytes)) {
    number++
    if (line === '') continue
    const [, digest, name] = /^([^ ]+) [ *](.+)$/s.exec(line) ?? []
    if (digest === undefined || name === undefined) {
      malformed(number)
      continue
    }
    page.push({ kind: 'object', path: pathInSumFile(name) as FsPath, hashes: { [hash]: digest.toLowerCase() } })
    if (page.length < PAGE_SIZE) continue
    yield page
    page = []
  }
  yield page
}

async function* lines(bytes: Bytes): AsyncIterable<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of bytes) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() as string
    for (const part of parts) yield part.replace(/\r$/, '')
  }
  rest += decoder.decode()
  if (rest !== '') yield rest.replace(/\r$/, '')
}
