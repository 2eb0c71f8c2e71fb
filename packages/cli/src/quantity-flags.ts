import * as Flags from '@oclif/core/flags'
import { type BandwidthSchedule, ConfigError, parseBandwidth, parseDuration, parseSize } from '@tranship/core'

/** A size in bytes, of rclone's grammar: a bare number is KiB. */
export const sizeFlag = Flags.custom<number>({
  parse: async (text, _context, { name }) => {
    const bytes = parseSize(text)
    if (bytes === undefined)
      throw new ConfigError(`--${name}: ${JSON.stringify(text)} is no size: say a number of KiB, or one with a unit, as 10M`)
    return bytes
  },
})

/** A duration in milliseconds, of rclone's grammar: a bare number is seconds. */
export const durationFlag = Flags.custom<number>({
  parse: async (text, _context, { name }) => {
    const milliseconds = parseDuration(text)
    if (milliseconds === undefined)
      throw new ConfigError(`--${name}: ${JSON.stringify(text)} is no duration: say a number of seconds, or one with units, as 1h30m`)
    return milliseconds
  },
})

/** So many a second: 0 or more, also a fraction. */
export const rateFlag = Flags.custom<number>({
  parse: async (text, _context, { name }) => {
    const rate = text.trim() === '' ? Number.NaN : Number(text)
    if (!Number.isFinite(rate) || rate < 0)
      throw new ConfigError(`--${name}: ${JSON.stringify(text)} is no rate: say a number, as 10 or 0.5`)
    return rate
  },
})

/** Bytes a second, of rclone's grammar: one rate, one for each way, or a timetable. */
export const bandwidthFlag = Flags.custom<BandwidthSchedule>({
  parse: async (text, _context, { name }) => {
    const schedule = parseBandwidth(text)
    if (schedule !== undefined) return schedule
    const advice = 'say 10M, 10M:1M (up and down), or a timetable such as "08:00,512k 18:00,off"'
    throw new ConfigError(`--${name}: ${JSON.stringify(text)} is no bandwidth: ${advice}`)
  },
})
