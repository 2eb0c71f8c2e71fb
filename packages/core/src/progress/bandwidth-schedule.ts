import { parseSize } from '../backend/quantity.js'
import type { Rate } from '../http/token-bucket.js'

/** Bytes a second each way; Infinity: no limit. */
export interface BandwidthLimit {
  readonly up: number
  readonly down: number
}

/** A limit from a minute of the week on. */
export interface TimetableEntry extends BandwidthLimit {
  /** Minutes since Sunday 00:00, local time. */
  readonly minute: number
}

/** What the limit is at each minute of a week, in the order of time. Before the first entry that of the last one holds. */
export type BandwidthSchedule = readonly [TimetableEntry, ...TimetableEntry[]]

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const DAY = 24 * 60
const MINUTE = 60_000
/** A time of day is looked up again after so long, since the hour may have been put forward or back. */
const HOUR = 60 * MINUTE

/**
 * A schedule from rclone's grammar: "10M", "10M:1M" (up and down), or a timetable such as "08:00,512k 18:00,30M:off
 * Sat-09:00,off", separated by blanks or semicolons. Rates are sizes a second (a bare number is KiB); "off" and 0 are no
 * limit. An entry without a day is of every day. Undefined for any other text.
 */
export function parseBandwidth(text: string): BandwidthSchedule | undefined {
  if (!text.includes(',')) {
    const limit = parseLimit(text.trim())
    return limit && [{ minute: 0, ...limit }]
  }
  const entries: TimetableEntry[] = []
  for (const part of text.split(/[ ;]+/).filter((part) => part !== '')) {
    const parsed = parseEntry(part)
    if (parsed === undefined) return undefined
    entries.push(...parsed)
  }
  const [first, ...others] = entries.sort((a, b) => a.minute - b.minute)
  return first && [first, ...others]
}

/** The limit at a time, in milliseconds since the epoch. */
export function bandwidthAt(schedule: BandwidthSchedule, now: number): BandwidthLimit {
  const minute = minuteOfWeek(now)
  return schedule.findLast((entry) => entry.minute <= minute) ?? (schedule.at(-1) as TimetableEntry)
}

/** One rate made of a schedule, at a time and until when it surely holds. */
export function rateAt(schedule: BandwidthSchedule, rateOf: (limit: BandwidthLimit) => number, now: number): Rate {
  const perSecond = rateOf(bandwidthAt(schedule, now))
  if (schedule.length === 1) return { perSecond, until: Number.POSITIVE_INFINITY }
  const minute = minuteOfWeek(now)
  const next = schedule.find((entry) => entry.minute > minute)?.minute ?? 7 * DAY
  const begun = now - (now % MINUTE)
  return { perSecond, until: Math.min(begun + (next - minute) * MINUTE, begun + HOUR) }
}

function minuteOfWeek(now: number): number {
  const date = new Date(now)
  return date.getDay() * DAY + date.getHours() * 60 + date.getMinutes()
}

function parseEntry(text: string): readonly TimetableEntry[] | undefined {
  const parts = /^(?:([a-z]+)-)?(\d\d):(\d\d),(.+)$/i.exec(text)
  if (parts === null) return undefined
  const [, day, hour = '', minute = '', rates = ''] = parts
  const limit = parseLimit(rates)
  const days = day === undefined ? [...DAYS.keys()] : [dayNumber(day)]
  if (limit === undefined || days.includes(-1) || Number(hour) > 23 || Number(minute) > 59) return undefined
  return days.map((number) => ({ minute: number * DAY + Number(hour) * 60 + Number(minute), ...limit }))
}

/** 0 for "Sun" or "sunday"; -1 for no day. */
function dayNumber(name: string): number {
  const lower = name.toLowerCase()
  return DAYS.findIndex((day) => lower === day || lower === day.slice(0, 3))
}

function parseLimit(text: string): BandwidthLimit | undefined {
  const [up, down, ...more] = text.split(':').map(parseRate)
  if (up === undefined || more.length > 0) return undefined
  if (!text.includes(':')) return { up, down: up }
  return down === undefined ? undefined : { up, down }
}

function parseRate(text: string): number | undefined {
  const size = parseSize(text)
  return size === 0 ? Number.POSITIVE_INFINITY : size
}
