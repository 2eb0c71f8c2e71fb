const HIDDEN = 'REDACTED'

/** Names of headers, parameters and members whose values are secrets. Tokens of a page or of a listing are none. */
const SECRET_NAME =
  /^(?!.*(?:page|continuation|sync|delta|start)-?_?token).*(?:auth|token|secret|passw|cookie|signature|credential|assertion|temp_url_sig|session|accesskeyid|api-?_?key|customer-key|auth-key|private_?key|upload_id)/i

/** Of parameters besides. In bodies they name what is no secret. */
const SECRET_PARAMETER = /^(?:key|sig|code)$/i

/** Headers that a person may set, and that hold no secret. Of any other one that a person sets nobody knows. */
const HARMLESS_NAME = /^(?:accept|cache-control|content-|expires|if-|range|user-agent)/i

/** "name: value" of each header. `own`: the lower-case names of those that a person set. */
export function shownHeaders(headers: Readonly<Record<string, string>>, own: ReadonlySet<string> = new Set()): readonly string[] {
  const isSecret = (name: string) => SECRET_NAME.test(name) || (own.has(name.toLowerCase()) && !HARMLESS_NAME.test(name))
  return Object.entries(headers).map(([name, value]) => `${name}: ${isSecret(name) ? HIDDEN : value}`)
}

/** An URL without the secrets that its user part and its parameters hold. */
export function shownUrl(text: string): string {
  const [place = '', query] = cutAt(text.replace(/^(\w+:\/\/)[^/@?#]*@/, `$1${HIDDEN}@`), '?')
  return query === undefined ? place : `${place}?${shownParameters(query)}`
}

/** A body of JSON, XML or parameters without what stands under a name of a secret. What was cut off may end within one. */
export function shownBody(text: string): string {
  if (/^[\w.~%+-]+=[^\s<{]*$/.test(text)) return shownParameters(text)
  return text
    .replace(/"([^"\\]{1,100})"(\s*:\s*)"((?:[^"\\]|\\.)*)("|\\?$)/g, (whole, name: string, colon: string) =>
      SECRET_NAME.test(name) ? `"${name}"${colon}"${HIDDEN}"` : whole,
    )
    .replace(/<([\w:.-]{1,100})>([^<]+)(?=<|$)/g, (whole, name: string) => (SECRET_NAME.test(name) ? `<${name}>${HIDDEN}` : whole))
}

function shownParameters(query: string): string {
  return query
    .split('&')
    .map((part) => {
      const [name = '', value] = cutAt(part, '=')
      return value !== undefined && (SECRET_NAME.test(name) || SECRET_PARAMETER.test(name)) ? `${name}=${HIDDEN}` : part
    })
    .join('&')
}

function cutAt(text: string, mark: string): readonly [string, string | undefined] {
  const at = text.indexOf(mark)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}
