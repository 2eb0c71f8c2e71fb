/** How the wizard talks with a person, in a terminal or through a pipe. */
export interface Conversation {
  /** What is typed, line by line; all of it comes from here, so that no line of a pipe is lost. */
  readonly lines: AsyncIterator<string>
  print(text: string): void
  readonly signal: AbortSignal
  /** Reads a line that is not to be shown; absent: as any other. */
  readonly unseen?: (read: () => Promise<string>) => Promise<string>
}

export interface Prompter {
  /** Prints whole lines. */
  say(...lines: readonly string[]): void
  /**
   * Prints `prompt` and gives the next line, trimmed. Rejects with EndOfInput when there is none, with BackToMenu when it is
   * BACK, or with the signal's reason.
   */
  ask(prompt: string): Promise<string>
  /** The same for what nobody else should see; blanks around it are part of it. */
  askSecret(prompt: string): Promise<string>
}

/** What is typed at any question to leave it, and all before it, unanswered. */
export const BACK = '<'

/** The person wants to be asked no further. */
export class BackToMenu extends Error {
  override readonly name = 'BackToMenu'
}

/** There is nobody to answer any more. */
export class EndOfInput extends Error {
  override readonly name = 'EndOfInput'
}

export function createPrompter({ lines, print, signal, unseen = (read) => read() }: Conversation): Prompter {
  const next = async (prompt: string): Promise<string> => {
    signal.throwIfAborted()
    print(prompt)
    const line = await nextLine(lines, signal)
    if (line.done) throw new EndOfInput('the input has ended')
    return line.value
  }
  return {
    say: (...texts) => {
      for (const text of texts) print(`${text}\n`)
    },
    ask: async (prompt) => {
      const typed = (await next(prompt)).trim()
      if (typed === BACK) throw new BackToMenu('back to the menu')
      return typed
    },
    askSecret: (prompt) => unseen(() => next(prompt)),
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
