import { open } from 'node:fs/promises'
import type { Output } from './output.js'

const CHUNK = 16_384

/** A text file for many lines, written anew. `end` closes it. */
export async function createFileOutput(path: string): Promise<Output> {
  const file = await open(path, 'w')
  let held = ''
  let written: Promise<void> = Promise.resolve()
  const flush = () => {
    const text = held
    held = ''
    written = written.then(() => file.appendFile(text))
    return written
  }
  return {
    line: async (text) => {
      held += `${text}\n`
      if (held.length >= CHUNK) await flush()
    },
    end: async () => {
      try {
        await flush()
      } finally {
        await file.close()
      }
    },
  }
}
