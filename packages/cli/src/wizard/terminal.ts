import { createInterface } from 'node:readline'
import { type Conversation, createPrompter, EndOfInput } from './prompter.js'

/** Ctrl-C and Ctrl-D. */
const INTERRUPT = '\u0003'
const END = '\u0004'

/** A conversation with whoever is at standard input, a person or a pipe. */
export interface OpenConversation extends Conversation {
  unseen(read: () => Promise<string>): Promise<string>
  /** Lets go of standard input. */
  close(): void
}

export function openConversation(signal: AbortSignal, output: NodeJS.WritableStream = process.stdout): OpenConversation {
  const { stdin } = process
  const input = createInterface({ input: stdin, terminal: false })
  return {
    lines: input[Symbol.asyncIterator](),
    print: (text) => void output.write(text),
    signal,
    unseen: stdin.isTTY ? (read) => unseen(stdin, read, output, () => input.close()) : (read) => read(),
    close: () => input.close(),
  }
}

/** Asks at the terminal for a password, which is not shown. */
export async function askPassword(question: string, signal: AbortSignal): Promise<string> {
  const conversation = openConversation(signal, process.stderr)
  try {
    const prompter = createPrompter(conversation)
    prompter.say(question)
    return await prompter.askSecret('password:')
  } finally {
    conversation.close()
  }
}

/**
 * The line that `read` gives, while the terminal shows nothing of what is typed. It then leaves the editing of the line to the
 * program: backspace and Ctrl-U work as usual, Ctrl-C interrupts, and Ctrl-D ends the input.
 */
async function unseen(
  input: NodeJS.ReadStream,
  read: () => Promise<string>,
  output: NodeJS.WritableStream,
  end: () => void,
): Promise<string> {
  const watch = (chunk: Buffer | string) => {
    const keys = chunk.toString()
    if (keys.includes(INTERRUPT)) process.kill(process.pid, 'SIGINT')
    if (keys.includes(END)) end()
  }
  input.setRawMode(true)
  input.on('data', watch)
  try {
    const keys = await read()
    if (keys.includes(END)) throw new EndOfInput('the input has ended')
    return edited(keys)
  } finally {
    input.off('data', watch)
    input.setRawMode(false)
    output.write('\n')
  }
}

/** What is left of typed keys. */
export function edited(keys: string): string {
  const text: string[] = []
  for (const key of keys) {
    if (key === '\u007f' || key === '\b') text.pop()
    else if (key === '\u0015') text.length = 0
    else if (!/\p{Cc}/u.test(key)) text.push(key)
  }
  return text.join('')
}
