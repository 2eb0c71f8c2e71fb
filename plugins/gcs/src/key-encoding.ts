/** U+201B, the mark that rclone's encodings quote with. */
const QUOTE = '\u{201b}'

/** What no name of an object may have, and what rclone stores in its place: the picture of the control. */
const PICTURES: Readonly<Record<string, string>> = { '\n': '\u{240a}', '\r': '\u{240d}' }
const CONTROLS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(PICTURES).map(([control, picture]) => [picture, control]),
)

const TO_ENCODE = /[\n\r\u{240a}\u{240d}]/u
/** A control, or a picture in a name, with the marks before it. */
const ENCODED_PARTS = /\u{201b}*[\n\r\u{240a}\u{240d}]/gu
const DECODED_PARTS = /\u{201b}*[\u{240a}\u{240d}]/gu

/**
 * A key as it is stored: a line feed and a carriage return as their pictures, as rclone stores them. A picture in a name gets a mark
 * before it, and marks before either are doubled.
 */
export function encodedKey(key: string): string {
  if (!TO_ENCODE.test(key)) return key
  return key.replace(ENCODED_PARTS, (part) => {
    const last = part.slice(-1)
    const marks = QUOTE.repeat(2 * (part.length - 1))
    return Object.hasOwn(PICTURES, last) ? `${marks}${PICTURES[last]}` : `${marks}${QUOTE}${last}`
  })
}

/** The inverse of `encodedKey`. */
export function decodedKey(stored: string): string {
  if (!TO_ENCODE.test(stored)) return stored
  return stored.replace(DECODED_PARTS, (part) => {
    const marks = part.length - 1
    const picture = part.slice(-1)
    const kept = QUOTE.repeat(Math.floor(marks / 2))
    return marks % 2 === 0 ? `${kept}${CONTROLS[picture]}` : `${kept}${picture}`
  })
}
