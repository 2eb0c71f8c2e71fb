/** How the wizard talks with a person, in a terminal or through a pipe. */
export interface Conversation {
  /** What is typed, line by line; all of it comes from here, so that no line of a pipe is lost. */
  readonly lines: AsyncIterator<string>
  print(text: string): void
  readonly signal: AbortSignal
}

export interface Prompter {
  /** Prints whole lines. */
  say(...lines: readonly string[]): void
  /** Prints `prompt` and gives the next line, trimmed. Rejects with EndOfInput when there is none, or with the signal's reason. */
  ask(prompt: string): Promise<string>
}

/** There is nobody to answer any more. */
export class EndOfInput extends Error {
  override readonly name = 'EndOfInput'
}

export function createPrompter({ lines, print, signal }: Conversation): Prompter {
  return {
    say: (...texts) => {
      for (const text of texts) print(`${text}\n`)
    },
    ask: async (prompt) => {
      signal.throwIfAborted()
      print(prompt)
      const line = await nextLine(lines, signal)
      if (line.done) throw new EndOfInput('the input has ended')
      return line.value.trim()
    },
  }
}

async function nextLine(lines: AsyncIterator<string>, signal: AbortSignal): Promise<IteratorResult<string>> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([lines.next(), aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
