/** What a screen needs of a terminal. */
export interface Terminal {
  readonly columns?: number
  readonly rows?: number
  write(text: string): unknown
}

/** The lower end of a terminal: a block of lines that is drawn again and again, and text that scrolls by above it. */
export interface Screen {
  /** Writes whole lines above the block. */
  write(text: string): void
  /** Replaces the block. */
  draw(lines: readonly string[]): void
  /** Takes the block away, as for a question; the next `draw` brings it back. */
  clear(): void
}

/** One write for each picture, between these: a terminal that knows them shows it all at once. Lines are cut, not wrapped. */
const [BEGIN, END] = ['\x1b[?2026h\x1b[?25l\x1b[?7l', '\x1b[?7h\x1b[?25h\x1b[?2026l']
const [CLEAR_LINE, CLEAR_BELOW] = ['\x1b[K', '\x1b[J']

export function createScreen(terminal: Terminal): Screen {
  let shown: readonly string[] = []
  const toBegin = () => (shown.length === 0 ? '' : `\r\x1b[${shown.length}A`)
  const block = (lines: readonly string[]) => lines.map((line) => `${line}${CLEAR_LINE}\n`).join('')
  return {
    write: (text) => {
      if (shown.length === 0) terminal.write(text)
      else terminal.write(`${BEGIN}${toBegin()}${CLEAR_BELOW}\x1b[?7h${text}\x1b[?7l${block(shown)}${END}`)
    },
    draw: (lines) => {
      if (lines.length === shown.length && lines.every((line, at) => line === shown[at])) return
      terminal.write(`${BEGIN}${toBegin()}${block(lines)}${CLEAR_BELOW}${END}`)
      shown = lines
    },
    clear: () => {
      if (shown.length > 0) terminal.write(`${toBegin()}${CLEAR_BELOW}`)
      shown = []
    },
  }
}
