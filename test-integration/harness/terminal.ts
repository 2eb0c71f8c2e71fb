import { start } from './program.js'
import type { User } from './user.js'

/** A prompt as it is printed, and what is typed once it has appeared. */
export type Answer = readonly [prompt: string, typed: string]

export interface Session {
  readonly code: number | string
  /** All that the screen showed, what was typed included, with one newline for each line's end. */
  readonly transcript: string
}

/** Runs `tranship` in a terminal of its own (util-linux's `script` makes one), and types each answer when its prompt appears. */
export async function inTerminal(
  user: Pick<User, 'program' | 'env' | 'folder'>,
  args: readonly string[],
  answers: readonly Answer[] = [],
): Promise<Session> {
  const command = [...user.program, ...args].map(shellQuote).join(' ')
  const env = { ...user.env, SHELL: '/bin/sh', TERM: 'xterm' }
  const { child, ended } = start('script', ['--quiet', '--flush', '--return', '--command', command, '/dev/null'], {
    env,
    cwd: user.folder,
    input: null,
  })
  const left = [...answers]
  let seen = ''
  child.stdout?.on('data', (text: string) => {
    seen += text
    const [prompt, typed] = left[0] ?? []
    if (prompt === undefined || !seen.endsWith(prompt)) return
    left.shift()
    seen = ''
    child.stdin?.write(`${typed}\n`)
  })
  const { code, stdout } = await ended
  if (left.length > 0) throw new Error(`the prompt ${JSON.stringify(left[0]?.[0])} did not appear:\n${stdout}`)
  return { code, transcript: stdout.replaceAll('\r\n', '\n') }
}

function shellQuote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
