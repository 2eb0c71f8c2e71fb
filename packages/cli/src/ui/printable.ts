/** The text with everything that would steer a terminal, or that cannot be seen, in its escaped form: "\u{1b}". */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/** A name for standard output: on a terminal made visible, for another program as it is. */
export function nameOnScreen(name: string): string {
  return process.stdout.isTTY ? printable(name) : name
}
