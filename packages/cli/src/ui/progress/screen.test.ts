import { expect, test } from 'vitest'
import { createScreen } from './screen.js'

/** A terminal that understands what a screen writes: lines, up, and erasing. */
function terminal() {
  const lines: string[] = ['']
  let row = 0
  const write = (text: string) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what steers a terminal
    for (const [part, rest, up, what] of [...text.matchAll(/\u001b\[(?:\?\d+[hl]|(\d+)A|([KJ]))|[^\u001b\r\n]+|\r|\n/g)].map(parts)) {
      if (part === '\n') lines[++row] ??= ''
      else if (up !== undefined) row -= up
      else if (what === 'K') continue
      else if (what === 'J') lines.splice(row, lines.length, '')
      else if (rest) lines[row] = part
    }
  }
  return { write, text: () => lines.join('\n').trimEnd(), writes: () => row }
}

/** What was matched; whether it is text; lines to go up; what to erase. */
function parts([part, up, what]: RegExpExecArray): readonly [string, boolean, number | undefined, string | undefined] {
  return [part, !part.startsWith('\u001b') && part !== '\r', up === undefined ? undefined : Number(up), what]
}

test('what is logged scrolls by above, the block stays below', () => {
  const shown = terminal()
  const screen = createScreen(shown)
  screen.write('before\n')
  screen.draw(['total 10%', 'a'])
  screen.write('an error\n')
  screen.draw(['total 50%', 'a', 'b'])
  screen.write('another\n')
  expect(shown.text()).toBe('before\nan error\nanother\ntotal 50%\na\nb')
  screen.draw(['total 90%'])
  expect(shown.text()).toBe('before\nan error\nanother\ntotal 90%')
  screen.clear()
  screen.write('the end\n')
  expect(shown.text()).toBe('before\nan error\nanother\nthe end')
})

test('a picture is one write, and one that is the same is none', () => {
  const writes: string[] = []
  const screen = createScreen({ write: (text) => writes.push(text) })
  screen.draw(['total 10%'])
  screen.draw(['total 10%'])
  screen.draw(['total 20%'])
  expect(writes).toHaveLength(2)
})
