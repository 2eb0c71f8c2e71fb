import { ConfigError } from '@tranship/core'

/** Options as one word, to be pasted on another machine: JSON in base64, as rclone prints them. */
export function toPaste(options: Readonly<Record<string, string>>): string {
  return Buffer.from(JSON.stringify(options)).toString('base64').replace(/=+$/, '')
}

/** The options that were pasted: what `toPaste` gives, here or in rclone, or the JSON of a token alone. Throws a ConfigError that does not tell it. */
export function fromPaste(pasted: string): Readonly<Record<string, string>> {
  const text = pasted.trim()
  if (text.startsWith('{')) {
    if (recordOf(text) === undefined) throw new ConfigError('what was pasted is no whole token: copy all between the arrows')
    return { token: text }
  }
  const options = recordOf(Buffer.from(text, 'base64').toString())
  if (options === undefined || !Object.values(options).every((value) => typeof value === 'string')) {
    throw new ConfigError('what was pasted cannot be read: copy all between the arrows')
  }
  return options as Readonly<Record<string, string>>
}

function recordOf(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
