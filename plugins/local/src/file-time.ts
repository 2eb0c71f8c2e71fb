import { type BigIntStats, fstatSync, futimesSync, lstatSync, lutimesSync } from 'node:fs'
import { floorDivide } from '@tranship/core/backend'

/** Nanoseconds: Node takes times as float seconds, which tell microseconds apart until the year 2255. */
export const TIME_PRECISION = 1_000n

const MICROSECONDS = 1_000_000n

/** Sets the modification time (and with it the time of access) of an open file, and tells its status then. */
export function setTimeOfOpen(fd: number, time: bigint): BigIntStats {
  return setTime(
    time,
    (seconds) => futimesSync(fd, seconds, seconds),
    () => fstatSync(fd, { bigint: true }),
  )
}

/** The same of what is at a path, be it a symbolic link, whose target it leaves alone. */
export function setTimeAt(native: string, time: bigint): BigIntStats {
  return setTime(
    time,
    (seconds) => lutimesSync(native, seconds, seconds),
    () => lstatSync(native, { bigint: true }),
  )
}

/** In microseconds: where within the wanted microsecond, or just below it, a float may fall. */
const OFFSETS = [0, 0.5, -0.5]

/**
 * Node versions disagree about the float: 22 cuts it off to microseconds, towards 1970; later ones keep its nanoseconds and round
 * down. So the time is looked at, and written a little beside where it came out in another microsecond.
 */
function setTime(time: bigint, write: (seconds: string) => void, look: () => BigIntStats): BigIntStats {
  const wanted = floorDivide(time, TIME_PRECISION)
  for (const offset of OFFSETS) {
    write(toSeconds(wanted, offset))
    const status = look()
    if (floorDivide(status.mtimeNs, TIME_PRECISION) === wanted) return status
  }
  return look()
}

/** The float nearest to a time. A text, since Node takes a negative number to mean now. */
function toSeconds(microseconds: bigint, offset: number): string {
  const seconds = floorDivide(microseconds, MICROSECONDS)
  return String(Number(seconds) + (Number(microseconds - seconds * MICROSECONDS) + offset) / 1e6)
}
