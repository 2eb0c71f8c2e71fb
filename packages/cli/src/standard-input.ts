import { fstatSync } from 'node:fs'
import type { Bytes } from '@tranship/core'

/** Whether somebody gives something: standard input is a pipe or a file, no terminal and no device. */
export function isInputGiven(): boolean {
  return !fstatSync(0).isCharacterDevice()
}

/** Standard input, once. An aborted signal rejects with its reason and lets go of it, so that nothing keeps the process waiting. */
export async function* readInput(signal: AbortSignal): Bytes {
  const { stdin } = process
  const abort = () => stdin.destroy(signal.reason instanceof Error ? signal.reason : new Error('interrupted'))
  signal.throwIfAborted()
  signal.addEventListener('abort', abort, { once: true })
  try {
    yield* stdin
  } finally {
    signal.removeEventListener('abort', abort)
    stdin.destroy()
  }
}
