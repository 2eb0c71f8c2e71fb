import { closeSync, openSync, writeSync } from 'node:fs'
import { ConfigError } from '@tranship/core'

/** A text file that is written line by line, by one who cannot wait. */
export interface LineFile {
  line(text: string): void
  /** Writes what is still held back, and closes the file. */
  end(): void
}

const CHUNK = 65_536

/** Begins the file anew. `flag` is who named it; `mode` its permissions: by default only its user may read it. */
export function createLineFile(flag: string, path: string, mode = 0o600): LineFile {
  const file = openAnew(flag, path, mode)
  let held = ''
  const flush = () => {
    writeSync(file, held)
    held = ''
  }
  return {
    line: (text) => {
      held += `${text}\n`
      if (held.length >= CHUNK) flush()
    },
    end: () => {
      try {
        flush()
      } finally {
        closeSync(file)
      }
    },
  }
}

function openAnew(flag: string, path: string, mode: number): number {
  try {
    return openSync(path, 'w', mode)
  } catch (error) {
    throw new ConfigError(`--${flag}: the file cannot be written: ${(error as Error).message}`, { cause: error })
  }
}
