import { once } from 'node:events'

/** A place for many lines: waits while it is slow. */
export interface Output {
  /** Undefined: nothing is to be waited for. */
  line(text: string): Promise<void> | undefined
  /** The same of several. */
  lines(texts: readonly string[]): Promise<void> | undefined
  /** Writes what is still held back. */
  end(): Promise<void>
}

const CHUNK = 16_384

/** An output that holds back what is little, and writes it together. */
export function holdingOutput(write: (text: string) => Promise<void>): Output {
  let held = ''
  const flush = async (): Promise<void> => {
    const text = held
    held = ''
    if (text !== '') await write(text)
  }
  const hold = (text: string): Promise<void> | undefined => {
    held += text
    return held.length < CHUNK ? undefined : flush()
  }
  return {
    line: (text) => hold(`${text}\n`),
    lines: (texts) => (texts.length === 0 ? undefined : hold(`${texts.join('\n')}\n`)),
    end: flush,
  }
}

/** Standard output. `before` is called before each write. */
export function createOutput(stream: NodeJS.WritableStream, before: () => void = () => {}): Output {
  return holdingOutput(async (text) => {
    before()
    if (!stream.write(text)) await once(stream, 'drain')
  })
}
