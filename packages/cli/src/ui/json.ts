/** JSON on one line in which nothing steers a terminal or is invisible: such characters of a text are escaped. */
export function jsonLine(value: unknown): string {
  return escaped(JSON.stringify(value))
}

/** The same over several lines, with tabs, as rclone prints what is about one thing. */
export function jsonLines(value: unknown): string {
  return JSON.stringify(value, undefined, '\t').split('\n').map(escaped).join('\n')
}

/** What JSON leaves as it is, although it cannot be seen: the controls from U+007F on, and the like. Tabs are of the layout. */
function escaped(json: string): string {
  return json.replace(/[^\P{Cc}\t]|[\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
