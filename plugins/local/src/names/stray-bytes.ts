import { isUtf8 } from 'node:buffer'

/** U+201B, the mark that rclone's encodings quote with. */
const QUOTE = '\u{201b}'
const QUOTE_BYTES = Buffer.from(QUOTE)
const STRAY = /\u{201b}([89A-F][0-9A-F])/gu
const QUOTES = /\u{201b}+/u

/**
 * A name that is no UTF-8 as a text: each stray byte as U+201B and two hex digits, as rclone shows it. A U+201B that such a name
 * has is shown by its three bytes in the same way, so that every text says which name it stands for.
 */
export function quotedBytes(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((count) => at + count <= bytes.length && isUtf8(bytes.subarray(at, at + count)))
    const character = bytes.subarray(at, at + (length ?? 1))
    text += length === undefined || QUOTE_BYTES.equals(character) ? hexQuoted(character) : Buffer.from(character).toString()
    at += length ?? 1
  }
  return text
}

/** The bytes of the name that a text stands for as `quotedBytes` writes it; undefined for every other text. */
export function unquotedBytes(text: string): Buffer | undefined {
  if (!text.includes(QUOTE)) return undefined
  const parts = text.split(STRAY).map((part, at) => Buffer.from(part, at % 2 === 0 ? 'utf8' : 'hex'))
  const bytes = Buffer.concat(parts)
  return !isUtf8(bytes) && quotedBytes(bytes) === text ? bytes : undefined
}

/** A name that is UTF-8 as it is shown: itself, but one U+201B more where it reads as the text of stray bytes. */
export function shownText(name: string): string {
  return readsAsStray(name) ? name.replace(QUOTES, `$&${QUOTE}`) : name
}

/** The inverse of `shownText`, for a text that stands for no stray bytes. */
export function unshownText(shown: string): string {
  return readsAsStray(shown) ? shown.replace(QUOTE, '') : shown
}

/** Whether a text stands for stray bytes when its first run of U+201B is taken for a single one. */
function readsAsStray(text: string): boolean {
  return text.includes(QUOTE) && unquotedBytes(text.replace(QUOTES, QUOTE)) !== undefined
}

function hexQuoted(bytes: Uint8Array): string {
  return [...bytes].map((byte) => `${QUOTE}${byte.toString(16).toUpperCase()}`).join('')
}
