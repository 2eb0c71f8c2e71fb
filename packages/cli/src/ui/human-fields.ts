import * as Flags from '@oclif/core/flags'
import { scaledCount } from './scaled-count.js'

export const humanFlags = {
  'human-readable': Flags.boolean({ description: 'sizes and counts with units: 1.465Ki, 2M' }),
}

/** The flags above, parsed. */
export interface HumanFlags {
  readonly 'human-readable': boolean
}

/** A size in a column of `width`; with units the column is one of 9, as in rclone. -1: not known. */
export function sizeField(size: number | undefined, flags: HumanFlags, width: number): string {
  if (flags['human-readable']) return (size === undefined ? '-1' : scaledSize(size)).padStart(9)
  return String(size ?? -1).padStart(width)
}

export function countField(count: number | undefined, flags: HumanFlags): string {
  if (flags['human-readable']) return (count === undefined ? '-1' : scaledCount(count)).padStart(8)
  return String(count ?? -1).padStart(9)
}

const UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']

/** "9", "1Ki", "1.465Ki": binary units, up to three decimals. */
function scaledSize(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${Number.isInteger(value) ? value : value.toFixed(3)}${UNITS[unit]}`
}
