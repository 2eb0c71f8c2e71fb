const UNRESERVED = /^[\w.~-]*$/
const UNRESERVED_KEY = /^[\w.~/-]*$/

/** Percent-encodes all but the unreserved characters, as signatures want it. */
export function encoded(text: string): string {
  if (UNRESERVED.test(text)) return text
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** The same, but for the slashes of a key. */
export function encodedKey(key: string): string {
  return UNRESERVED_KEY.test(key) ? key : encoded(key).replaceAll('%2F', '/')
}
