import * as Flags from '@oclif/core/flags'
import { parse } from '@oclif/core/parser'
import { ConfigError, type Log, type OptionTexts } from '@tranship/core'
import { type DisabledFeatures, disableFlag } from '../backends/disabled-features.js'
import { flagsOfRemote } from '../command-line/flag-keys.js'
import { parserProblem } from '../command-line/parser-problem.js'
import { saidWords } from '../command-line/said-words.js'
import type { LimitFlags } from '../sync/limiters.js'
import { type LogFlags, logFlags } from '../ui/log-flags.js'
import { type NetworkFlags, networkFlags } from './network-flags.js'

/** Flags that a remote may have for itself alone, parsed. */
export type OwnFlags = NetworkFlags &
  LimitFlags &
  Pick<LogFlags, 'dump' | 'dump-headers' | 'dump-bodies'> & { readonly disable?: DisabledFeatures | undefined }

const OWN = {
  ...networkFlags,
  dump: logFlags.dump,
  'dump-headers': logFlags['dump-headers'],
  'dump-bodies': logFlags['dump-bodies'],
  disable: disableFlag(),
  transfers: Flags.integer({ min: 1 }),
  checkers: Flags.integer({ min: 1 }),
}

/** What a remote says for itself alone: `override.timeout = 3s`. Rejects with a ConfigError for a value that is none. */
export async function ownFlags(remote: string, texts: OptionTexts, log: Log): Promise<OwnFlags> {
  const said = flagsOfRemote('override', texts)
  const settings = new Map(
    [...said].flatMap(([name, { key, text }]) => {
      if (Object.hasOwn(OWN, name)) return [[name, { variable: key, text }] as const]
      log('notice', `${key} of remote ${JSON.stringify(remote)} changes nothing: --${name} is no flag of one remote`)
      return []
    }),
  )
  const problem = (text: string) => new ConfigError(`remote ${JSON.stringify(remote)}: ${text}`)
  const { words } = saidWords([], OWN, {}, problem, settings)
  try {
    const { flags } = await parse([...words], { flags: OWN, args: {}, strict: true })
    return Object.fromEntries(Object.entries(flags).filter(([name]) => settings.has(name)))
  } catch (error) {
    throw problem(`in what it overrides, ${parserProblem((error as Error).message)}`)
  }
}
