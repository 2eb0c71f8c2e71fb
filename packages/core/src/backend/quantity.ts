const SIZE = /^(\d+\.?\d*|\.\d+)(b|[kmgtpe](?:i?b|i)?)?$/i
const POWERS = 'kmgtpe'

/**
 * Bytes from rclone's size grammar: a bare number is KiB; b, k, M, G, T, P, E (also Ki, KiB) are binary; "off" is
 * Infinity. Undefined for any other text.
 */
export function parseSize(text: string): number | undefined {
  if (text.toLowerCase() === 'off') return Number.POSITIVE_INFINITY
  const parts = SIZE.exec(text)
  if (parts === null) return undefined
  const unit = (parts[2] ?? 'k').toLowerCase()
  if (unit.length === 2 && unit[1] === 'b') return undefined // "1MB" is decimal elsewhere, so rclone refuses it
  const power = unit === 'b' ? 0 : POWERS.indexOf(unit[0] as string) + 1
  return Math.floor(Number(parts[1]) * 1024 ** power)
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_592_000_000,
  y: 31_536_000_000,
}

/**
 * Milliseconds from rclone's duration grammar: "1h2m3s", "1.5d"; a bare number is seconds; "off" is Infinity.
 * M is 30 days, y 365. Undefined for any other text.
 */
export function parseDuration(text: string): number | undefined {
  if (text.toLowerCase() === 'off') return Number.POSITIVE_INFINITY
  if (/^\d+\.?\d*$/.test(text)) return Number(text) * 1000
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|[smhdwMy]))+$/.test(text)) return undefined
  let total = 0
  for (const [, amount, unit] of text.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|[smhdwMy])/g)) {
    total += Number(amount) * (UNITS[unit as string] as number)
  }
  return total
}
