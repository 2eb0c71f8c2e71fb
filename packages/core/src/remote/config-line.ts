import { ConfigError } from '../backend/config-error.js'

/**
 * One line of a config file. `raw` is the whole of it, with its line break, so that the lines put together are the file.
 * A header that cannot be read has no name: what follows it belongs to no section, least of all to the one before.
 */
export type ConfigLine =
  | { readonly kind: 'header'; readonly raw: string; readonly name?: string }
  | { readonly kind: 'entry'; readonly raw: string; readonly key: string; readonly value: string }
  | { readonly kind: 'blank' | 'comment' | 'unknown'; readonly raw: string }

/** Reads one line as rclone does: `[name]`, `key = value` or `key: value`; `#` and `;` begin a comment only at its start. */
export function parseLine(raw: string): ConfigLine {
  const text = raw.trim()
  if (text === '') return { kind: 'blank', raw }
  if (text.startsWith('#') || text.startsWith(';')) return { kind: 'comment', raw }
  if (text.startsWith('[')) {
    const name = text.endsWith(']') ? text.slice(1, -1).trim() : ''
    return name === '' ? { kind: 'header', raw } : { kind: 'header', raw, name }
  }
  const split = text.search(/[=:]/)
  const key = text.slice(0, Math.max(0, split)).trim()
  if (key === '') return { kind: 'unknown', raw }
  return { kind: 'entry', raw, key, value: unquoted(text.slice(split + 1).trim()) }
}

/** A line that reads back as a section of this name. Throws a ConfigError if there is none. */
export function headerLine(name: string, lineBreak: string): ConfigLine {
  if (name === '' || name !== name.trim() || /[\]\r\n]/.test(name)) {
    throw new ConfigError(`${JSON.stringify(name)} cannot be the name of a remote in the config file`)
  }
  return { kind: 'header', raw: `[${name}]${lineBreak}`, name }
}

/** A line that reads back as this key and value, here and in rclone. Throws a ConfigError that does not tell the value. */
export function entryLine(key: string, value: string, lineBreak: string): ConfigLine {
  if (key === '' || key !== key.trim() || /^[#;["`]|[=:\r\n]/.test(key)) {
    throw new ConfigError(`${JSON.stringify(key)} cannot be an option in the config file`)
  }
  if (/[\r\n]/.test(value)) throw new ConfigError(`the value of "${key}" cannot be stored in the config file: it has a line break`)
  const text = quoted(value)
  if (text === undefined) {
    throw new ConfigError(`the value of "${key}" cannot be stored in the config file: it has backquotes beside quotes or outer blanks`)
  }
  return { kind: 'entry', raw: `${key} = ${text}${lineBreak}`, key, value }
}

const QUOTES = ['"""', '`'] as const

/** What stands between quotes of rclone's config library; text after the closing one is lost, as it is there. */
function unquoted(text: string): string {
  const quote = QUOTES.find((each) => text.startsWith(each))
  const end = quote === undefined ? -1 : text.indexOf(quote, quote.length)
  return quote === undefined || end === -1 ? text : text.slice(quote.length, end)
}

/** The value as it is wherever that reads back, else between quotes. Undefined where no quote fits. */
function quoted(value: string): string | undefined {
  if (value === value.trim() && !QUOTES.some((quote) => value.startsWith(quote))) return value
  const quote = QUOTES.find((each) => (value + each).indexOf(each) === value.length)
  return quote === undefined ? undefined : quote + value + quote
}
