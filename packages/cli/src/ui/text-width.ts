/** Marks that stand over or in the letter before, and what is not seen. */
const NO_COLUMN = /^[\p{Mn}\p{Me}\p{Cf}\u{1160}-\u{11ff}]$/u

/** Two columns: East Asian wide and fullwidth letters, and pictures. */
const TWO_COLUMNS =
  /^(?:\p{Emoji_Presentation}|[\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3041}-\u{33ff}\u{3400}-\u{4dbf}\u{4e00}-\u{9fff}\u{a000}-\u{a4cf}\u{a960}-\u{a97f}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{20000}-\u{3fffd}])$/u

/** The columns that a text takes on a terminal. */
export function textWidth(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is looked for
  if (/^[\x00-\x7f]*$/.test(text)) return text.length
  let width = 0
  for (const character of text) width += columnsOf(character)
  return width
}

/** The text in `width` columns: one that is too long loses its middle, a short one is filled with spaces. */
export function fitText(text: string, width: number): string {
  const fitted = textWidth(text) <= width ? text : shortened(text, width)
  return fitted + ' '.repeat(Math.max(0, width - textWidth(fitted)))
}

function shortened(text: string, width: number): string {
  if (width < 1) return ''
  const characters = [...text]
  const end = taken(characters.toReversed(), Math.floor((width - 1) * 0.6)).toReversed()
  const begin = taken(characters, width - 1 - textWidth(end.join('')))
  return `${begin.join('')}…${end.join('')}`
}

/** As many of the first characters as there is room for. */
function taken(characters: readonly string[], width: number): readonly string[] {
  let [room, at] = [width, 0]
  for (; at < characters.length; at++) {
    room -= columnsOf(characters[at] as string)
    if (room < 0) break
  }
  return characters.slice(0, at)
}

function columnsOf(character: string): number {
  if (NO_COLUMN.test(character)) return 0
  return TWO_COLUMNS.test(character) ? 2 : 1
}
