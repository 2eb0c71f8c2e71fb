import { open } from 'node:fs/promises'
import { holdingOutput, type Output } from './output.js'

/** A text file for many lines, written anew. `end` closes it. */
export async function createFileOutput(path: string): Promise<Output> {
  const file = await open(path, 'w')
  let written: Promise<void> = Promise.resolve()
  const output = holdingOutput((text) => {
    written = written.then(() => file.appendFile(text))
    return written
  })
  return {
    ...output,
    end: async () => {
      try {
        await output.end()
        await written
      } finally {
        await file.close()
      }
    },
  }
}
