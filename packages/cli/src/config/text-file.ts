import { ConfigError } from '@tranship/core'

/** Reads a whole text file that a flag names; "-" is standard input. */
export type ReadText = (flag: string, file: string) => Promise<string>

/** A reader that gives standard input once: a second flag that names it is refused. */
export function openTextReader(stdin: () => AsyncIterable<Uint8Array> = () => process.stdin): ReadText {
  let takenBy: string | undefined
  return async (flag, file) => {
    if (file === '-') {
      if (takenBy !== undefined) throw new ConfigError(`--${flag} -: standard input was read by --${takenBy} already`)
      takenBy = flag
      return Buffer.concat(await Array.fromAsync(stdin())).toString()
    }
    const { readFile } = await import('node:fs/promises')
    return readFile(file, 'utf8').catch((error: Error) => {
      throw new ConfigError(`--${flag}: the file cannot be read: ${error.message}`, { cause: error })
    })
  }
}
