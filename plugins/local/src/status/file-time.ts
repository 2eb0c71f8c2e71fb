import { type BigIntStats, fstatSync, futimesSync, lstatSync, lutimesSync } from 'node:fs'
import { floorDivide } from '@tranship/core/backend'
import type { NativePath } from '../names/native-path.js'

/** Nanoseconds: Node takes times as float seconds, which tell microseconds apart until the year 2255. */
export const TIME_PRECISION = 1_000n

const MICROSECONDS = 1_000_000n

/** Sets the modification time of an open file, and the time of access, by default to the same. Whether it came out right, `hasTime` tells. */
export function writeTime(fd: number, time: bigint, access: bigint = time): void {
  const seconds = toSeconds(floorDivide(time, TIME_PRECISION), 0)
  futimesSync(fd, access === time ? seconds : toSeconds(floorDivide(access, TIME_PRECISION), INSIDE), seconds)
}

/** Whether a file has a modification time, to the microsecond. */
export function hasTime({ mtimeNs }: BigIntStats, time: bigint): boolean {
  return mtimeNs === time || floorDivide(mtimeNs, TIME_PRECISION) === floorDivide(time, TIME_PRECISION)
}

/** The same with more tries: tells the status of the file then. */
export function setTimeOfOpen(fd: number, time: bigint, access: bigint = time): BigIntStats {
  const accessed = toSeconds(floorDivide(access, TIME_PRECISION), INSIDE)
  return setTime(
    time,
    (seconds) => futimesSync(fd, access === time ? seconds : accessed, seconds),
    () => fstatSync(fd, { bigint: true }),
  )
}

/** The same of what is at a path, be it a symbolic link, whose target it leaves alone. */
export function setTimeAt(native: NativePath, time: bigint, access: bigint = time): BigIntStats {
  const accessed = toSeconds(floorDivide(access, TIME_PRECISION), INSIDE)
  return setTime(
    time,
    (seconds) => lutimesSync(native, access === time ? seconds : accessed, seconds),
    () => lstatSync(native, { bigint: true }),
  )
}

/** In microseconds: well within the wanted one, whichever way it is rounded. */
const INSIDE = 0.5

/** In microseconds: where within the wanted microsecond, or just below it, a float may fall. */
const OFFSETS = [0, INSIDE, -INSIDE]

/**
 * Node versions disagree about the float: 22 cuts it off to microseconds, towards 1970; later ones keep its nanoseconds and round
 * down. So the time is looked at, and written a little beside where it came out in another microsecond.
 */
function setTime(time: bigint, write: (seconds: string) => void, look: () => BigIntStats): BigIntStats {
  const wanted = floorDivide(time, TIME_PRECISION)
  for (const offset of OFFSETS) {
    write(toSeconds(wanted, offset))
    const status = look()
    if (hasTime(status, time)) return status
  }
  return look()
}

/**
 * The float nearest to a time; without an offset, one well inside the microsecond where the nearest to its start lies below that. A text,
 * since Node takes a negative number to mean now.
 */
function toSeconds(microseconds: bigint, offset: number): string {
  const whole = floorDivide(microseconds, MICROSECONDS)
  const [seconds, rest] = [Number(whole), Number(microseconds - whole * MICROSECONDS)]
  const nearest = seconds + (rest + offset) / 1e6
  return String(offset === 0 && (nearest - seconds) * 1e6 < rest ? seconds + (rest + INSIDE) / 1e6 : nearest)
}
