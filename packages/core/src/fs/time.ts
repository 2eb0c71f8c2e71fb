const NANOSECONDS = 1_000_000_000n

/** Times are bigint nanoseconds since the epoch; they never pass through a float, which would lose their last digits. */
export function fromDate(date: Date): bigint {
  return BigInt(date.getTime()) * 1_000_000n
}

/** The time as a Date, its part below a millisecond cut off towards the past. */
export function toDate(time: bigint): Date {
  return new Date(Number(floorDivide(time, 1_000_000n)))
}

/**
 * Decimal seconds since the epoch, up to nine fractional digits, trailing zeros trimmed: "1354040105.123456789",
 * "1354040105", "-0.5". The form of the `mtime` metadata that rclone and others write to S3 and Swift.
 */
export function toDecimalSeconds(time: bigint): string {
  const sign = time < 0n ? '-' : ''
  const size = time < 0n ? -time : time
  const fraction = (size % NANOSECONDS).toString().padStart(9, '0').replace(/0+$/, '')
  return `${sign}${size / NANOSECONDS}${fraction === '' ? '' : `.${fraction}`}`
}

/** The inverse of `toDecimalSeconds`; digits after the ninth are dropped. Undefined for any other text. */
export function fromDecimalSeconds(text: string): bigint | undefined {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text.trim())
  if (parts === null) return undefined
  const [, sign, seconds = '', fraction = ''] = parts
  if (seconds === '' && fraction === '') return undefined
  const size = BigInt(seconds || '0') * NANOSECONDS + BigInt(fraction.slice(0, 9).padEnd(9, '0'))
  return sign === '-' ? -size : size
}

/** The nine digits of the time below its second, as a time before the epoch has them too. */
export function nanosecondsOfSecond(time: bigint): string {
  return (time - floorDivide(time, NANOSECONDS) * NANOSECONDS).toString().padStart(9, '0')
}

/** Rounded towards the past, unlike bigint's own division. */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient
}
