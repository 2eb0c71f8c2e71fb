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

/**
 * Node versions disagree about the float: 22 cuts it off to microseconds, towards 1970; later ones keep its nanoseconds. So the
 * time is looked at, and written once more where it came out in another microsecond.
 */
function setTime(time: bigint, write: (seconds: string) => void, look: () => BigIntStats): BigIntStats {
  const microsecond = floorDivide(time, TIME_PRECISION)
  write(awayFromZero(microsecond))
  const status = look()
  if (floorDivide(status.mtimeNs, TIME_PRECISION) === microsecond) return status
  write(inTheMiddle(microsecond))
  return look()
}

/** The float next to the microsecond that is not nearer to 1970. A text, since Node takes a negative number to mean now. */
function awayFromZero(microsecond: bigint): string {
  const [sign, size] = microsecond < 0n ? ['-', -microsecond] : ['', microsecond]
  const seconds = Number(size / MICROSECONDS)
  const rest = Number(size % MICROSECONDS)
  const nearest = seconds + rest / 1e6
  const next = nearest + nearest * (Number.EPSILON / 2)
  return sign + String((nearest - seconds) * 1e6 < rest ? next : nearest)
}

/** The float next to half a microsecond later. */
function inTheMiddle(microsecond: bigint): string {
  const seconds = floorDivide(microsecond, MICROSECONDS)
  return String(Number(seconds) + (Number(microsecond - seconds * MICROSECONDS) + 0.5) / 1e6)
}
