import type { Fs } from '../../fs/fs.js'
import { type FsPath, parentOf, ROOT } from '../../fs/path.js'
import type { SpoolOptions } from '../../tree/spool.js'
import type { Rules } from '../decide/rules.js'
import { type Backlog, createBacklog } from './backlog.js'
import { createExtras, type Extras } from './extras.js'
import { createRenames, type Renames } from './renames.js'

/** What the listings have told so far. It is begun anew when a side has to be listed again. */
export interface Findings extends AsyncDisposable {
  /** Objects of the source, and of the destination. */
  sources: number
  targets: number
  destinationMissing: boolean
  extras: Extras
  readonly renames: Renames
  readonly backlog: Backlog
  /** Places of the source that could not be read: what the destination has there is no extra. */
  readonly unread: Set<FsPath>
}

export function createFindings(src: Fs, dst: Fs, rules: Rules, signal: AbortSignal, spooling: SpoolOptions): Findings {
  const extras = createExtras(spooling)
  const renames = createRenames(src, dst, rules, signal, spooling)
  const backlog = createBacklog(rules, spooling)
  const findings: Findings = {
    ...{ sources: 0, targets: 0, destinationMissing: false, extras, renames, backlog, unread: new Set() },
    [Symbol.asyncDispose]: async () => {
      await findings.extras[Symbol.asyncDispose]()
      await backlog[Symbol.asyncDispose]()
      await renames[Symbol.asyncDispose]()
    },
  }
  return findings
}

/** Whether nothing is known of the source at this path. */
export function isUnread({ unread }: Findings, path: FsPath): boolean {
  if (unread.size === 0) return false
  for (let place = path; place !== ROOT; place = parentOf(place)) if (unread.has(place)) return true
  return unread.has(ROOT)
}
