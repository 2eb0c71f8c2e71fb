const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']

/** What a rate is told in. */
export type RateUnit = 'bytes' | 'bits'

/** "512 B", "1.50 KiB", "12.4 MiB", "124 MiB": three digits, so that the place of what stands behind it changes little. */
export function shortBytes(bytes: number): string {
  const [value, unit] = scaled(bytes)
  return `${value.toFixed(unit === 0 ? 0 : digitsOf(value))} ${UNITS[unit]}`
}

/** "12.4/27.0 MiB": both in the unit of the whole, and as wide: what stands before and behind does not move. */
export function shortPart(part: number, whole: number): string {
  const [value, unit] = scaled(whole)
  const digits = unit === 0 ? 0 : digitsOf(value)
  const all = value.toFixed(digits)
  return `${(part / 1024 ** unit).toFixed(digits).padStart(all.length)}/${all} ${UNITS[unit]}`
}

/** "3.1 MiB/s", or in bits "26 Mibit/s". */
export function shortRate(bytesPerSecond: number, unit: RateUnit = 'bytes'): string {
  const text = shortBytes(unit === 'bits' ? bytesPerSecond * 8 : bytesPerSecond)
  return `${unit === 'bits' ? text.replace(/B$/, 'bit') : text}/s`
}

/** "0:07", "1:02:03", "2d 03:04:05". Seconds. */
export function shortDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [days, hours, minutes] = [Math.trunc(whole / 86_400), Math.trunc(whole / 3600) % 24, Math.trunc(whole / 60) % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  const rest = two(whole % 60)
  if (days > 0) return `${days}d ${two(hours)}:${two(minutes)}:${rest}`
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`
}

/** Of a hundred; it is 100 only when all is there. */
export function percentOf(part: number, whole: number): number {
  if (whole <= 0) return 100
  return part >= whole ? 100 : Math.min(99, Math.floor((part * 100) / whole))
}

function scaled(bytes: number): readonly [number, number] {
  let [value, unit] = [bytes, 0]
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return [value, unit]
}

/** Behind the point, so that there are three in all. */
function digitsOf(value: number): number {
  return value < 9.995 ? 2 : value < 99.95 ? 1 : 0
}
