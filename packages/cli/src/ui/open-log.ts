import { closeSync, openSync, writeSync } from 'node:fs'
import { ConfigError } from '@tranship/core'
import { createLog, type EventLog } from './log.js'
import type { LogFlags } from './log-flags.js'
import { levelFrom } from './log-level.js'
import { createScreen, type Screen } from './progress/screen.js'

/** The log of one run. */
export interface OpenLog {
  readonly log: EventLog
  /** The terminal that progress is to be drawn on: what is logged scrolls by above it. */
  readonly screen?: Screen
  close(): void
}

/** The log that the flags ask for: on standard error, or in a file. Throws what is wrong with them. */
export function openLog(flags: LogFlags & { readonly progress?: boolean }, verbosity: number): OpenLog {
  const isDumped = [...(flags.dump ?? [])].some((part) => part !== 'filters') || flags['dump-headers'] || flags['dump-bodies']
  const asked = levelFrom(flags, verbosity)
  const form = { most: isDumped ? 'debug' : asked, json: flags['use-json-log'] ?? false } as const
  const file = flags['log-file']
  const isDrawn = flags.progress === true && process.stderr.isTTY && process.env.TERM !== 'dumb' && !(form.json && file === undefined)
  const screen = isDrawn ? createScreen(process.stderr) : undefined
  if (file === undefined) {
    const write = screen?.write ?? ((text: string) => process.stderr.write(text))
    return { log: createLog(write, form), ...(screen && { screen }), close: () => {} }
  }
  const descriptor = openToAppend(file)
  return {
    log: createLog((text) => writeSync(descriptor, text), form),
    ...(screen && { screen }),
    close: () => closeSync(descriptor),
  }
}

/** Only its user may read it. */
function openToAppend(file: string): number {
  try {
    return openSync(file, 'a', 0o600)
  } catch (error) {
    throw new ConfigError(`--log-file: the file cannot be written: ${(error as Error).message}`, { cause: error })
  }
}
