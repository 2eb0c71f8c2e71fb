import { sumFileName } from '@tranship/core'
import { printable } from './printable.js'

/** A path on one line of standard output, in rclone's spelling; on a terminal nothing in it is invisible. */
export function shownName(path: string): string {
  const name = sumFileName(path)
  return process.stdout.isTTY ? printable(name) : name
}
