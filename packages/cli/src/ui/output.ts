import { once } from 'node:events'

/** Standard output for many lines: waits while the reader is slow. */
export interface Output {
  /** Undefined: nothing is to be waited for. */
  line(text: string): Promise<void> | undefined
  /** Writes what is still held back. */
  end(): Promise<void>
}

const CHUNK = 16_384

/** `before` is called before each write. */
export function createOutput(stream: NodeJS.WritableStream, before: () => void = () => {}): Output {
  let held = ''
  const flush = async () => {
    const text = held
    held = ''
    if (text === '') return
    before()
    if (!stream.write(text)) await once(stream, 'drain')
  }
  return {
    line: (text) => {
      held += `${text}\n`
      return held.length < CHUNK ? undefined : flush()
    },
    end: flush,
  }
}
