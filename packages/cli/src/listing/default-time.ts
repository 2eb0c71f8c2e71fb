import * as Flags from '@oclif/core/flags'
import { ConfigError, fromDate, parseDuration } from '@tranship/core'

const FORMS = 'say 2006-01-02, 2006-01-02T15:04:05, the same with Z or +01:00 behind it, or how long ago, as 12h'

/** The time, in nanoseconds since the epoch, that listings show where there is none. */
const timeFlag = Flags.custom<bigint>({
  parse: async (text, _context, { name }) => {
    const { parseTimestamp } = await import('../ui/timestamp.js')
    const ago = /^\d{6}$/.test(text) ? undefined : parseDuration(text)
    const time = ago === undefined ? parseTimestamp(text.replace(' ', 'T'), true) : agoTime(ago)
    if (time === undefined) throw new ConfigError(`--${name}: ${JSON.stringify(text)} is no time: ${FORMS}`)
    return time
  },
})

function agoTime(milliseconds: number): bigint | undefined {
  const then = Date.now() - milliseconds
  return Number.isFinite(then) ? fromDate(new Date(then)) : undefined
}

export const defaultTimeFlag = {
  'default-time': timeFlag({
    description: 'shown where a modification time is not known; by default 2000-01-01T00:00:00Z',
    helpValue: 'TIME',
  }),
}

/** As the flag says it. */
export function unknownTimeFrom({ 'default-time': unknownTime }: { readonly 'default-time'?: bigint | undefined }): {
  readonly unknownTime?: bigint
} {
  return unknownTime === undefined ? {} : { unknownTime }
}
