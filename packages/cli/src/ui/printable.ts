/** The text with everything that would steer a terminal, or that cannot be seen, in its escaped form: "\\u{1b}". */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/**
 * A name for a listing: one line, whatever the name is. As in rclone, a control character is shown by its picture, "␊" for a
 * newline; on a terminal what cannot be seen is made visible besides.
 */
export function nameInListing(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const pictured = name.replace(/[\u0000-\u001f\u007f]/g, (character) => pictureOf(character.charCodeAt(0)))
  return process.stdout.isTTY ? printable(pictured) : pictured
}

/** From Unicode's block "Control Pictures". */
function pictureOf(control: number): string {
  return String.fromCharCode(control === 0x7f ? 0x2421 : 0x2400 + control)
}
