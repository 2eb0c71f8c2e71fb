import type { EventLog } from '../log.js'
import { type Progress, startProgress } from './progress.js'
import { progressChoicesFrom } from './progress-choices.js'
import type { ProgressFlags } from './progress-flags.js'
import type { Screen } from './screen.js'

/** Starts to show how far a run is, as the flags ask for it. It must be ended. */
export function openProgress({ log, screen }: { readonly log: EventLog; readonly screen?: Screen }, flags: ProgressFlags): Progress {
  const choices = progressChoicesFrom(flags, screen !== undefined, process.env)
  return startProgress(choices, { log, terminal: process.stderr, ...(screen && { screen }) })
}
