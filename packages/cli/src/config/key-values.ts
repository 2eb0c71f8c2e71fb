import { ConfigError } from '@tranship/core'

/** Options as rclone's `config create` takes them: "key=value", or "key" and "value" as two words. Of equal keys the last counts. */
export function keyValues(words: readonly string[]): Readonly<Record<string, string>> {
  const values: Record<string, string> = Object.create(null)
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string
    const split = word.indexOf('=')
    const key = split === -1 ? word : word.slice(0, split)
    const value = split === -1 ? words[++at] : word.slice(split + 1)
    if (value === undefined) throw new ConfigError(`the option ${JSON.stringify(key)} has no value: say ${key}=VALUE`)
    values[key] = value
  }
  return values
}
