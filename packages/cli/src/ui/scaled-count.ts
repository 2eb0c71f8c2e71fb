const UNITS = ['', 'k', 'M', 'G', 'T', 'P']

/** "9", "1k", "1.502k": decimal units, up to three decimals, as rclone counts files. */
export function scaledCount(count: number): string {
  let value = count
  let unit = 0
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  return `${Number.isInteger(value) ? value : value.toFixed(3)}${UNITS[unit]}`
}
