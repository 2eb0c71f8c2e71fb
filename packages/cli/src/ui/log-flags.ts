import * as Flags from '@oclif/core/flags'
import { ConfigError } from '@tranship/core'

const logging = { helpGroup: 'LOGGING' } as const

/** What is told of the work, and where: flags of every command. */
export const logFlags = {
  verbose: Flags.boolean({ ...logging, char: 'v', description: 'print what is done; -vv for more' }),
  quiet: Flags.boolean({ ...logging, char: 'q', description: 'print errors only' }),
  'log-level': Flags.string({ ...logging, description: 'error, notice, info or debug; instead of -v and -q', helpValue: 'LEVEL' }),
  'log-file': Flags.string({ ...logging, description: 'append the log to this file', helpValue: 'FILE' }),
  'use-json-log': Flags.boolean({ ...logging, description: 'print the log as JSON, an object a line' }),
  dump: Flags.custom<DumpParts>({ parse: async (text) => dumpPartsFrom(text) })({
    ...logging,
    description: 'tell of headers, bodies, requests, responses (HTTP, without secrets), filters',
    helpValue: 'LIST',
  }),
  'dump-headers': Flags.boolean({ ...logging, hidden: true, description: 'the same as --dump headers' }),
  'dump-bodies': Flags.boolean({ ...logging, hidden: true, description: 'the same as --dump bodies' }),
}

/** The log flags, parsed. */
export interface LogFlags {
  readonly quiet: boolean
  readonly 'log-level'?: string | undefined
  readonly 'log-file'?: string | undefined
  readonly 'use-json-log'?: boolean
  readonly dump?: DumpParts | undefined
  readonly 'dump-headers'?: boolean
  readonly 'dump-bodies'?: boolean
}

const DUMP_PARTS = ['headers', 'bodies', 'requests', 'responses', 'filters'] as const

/** What --dump was asked for. */
export type DumpParts = ReadonlySet<(typeof DUMP_PARTS)[number]>

/** Parts of rclone's --dump that are not here, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  auth: 'secrets are never printed; `headers` tells of the rest',
  goroutines: 'there are none',
  openfiles: 'ask the system: lsof -p',
  mapper: 'there is no metadata mapper',
  errors: 'errors are told in full with -vv',
  curl: '`requests` tells the same',
  trace: '`headers` tells of each request and its answer',
}

function dumpPartsFrom(text: string): DumpParts {
  const words = text.split(',').map((word) => word.trim().toLowerCase())
  for (const word of words) {
    if (DUMP_PARTS.some((part) => part === word)) continue
    const why = Object.hasOwn(REFUSED, word) ? `${REFUSED[word]}` : `there are ${DUMP_PARTS.join(', ')}`
    throw new ConfigError(`--dump: no ${JSON.stringify(word)}: ${why}`)
  }
  return new Set(words as (typeof DUMP_PARTS)[number][])
}
