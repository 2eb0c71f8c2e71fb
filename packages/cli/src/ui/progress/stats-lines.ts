import { byteCount, logTime } from '../format.js'
import { fitText } from '../text-width.js'
import { percentOf, type RateUnit, shortDuration, shortRate } from './amounts.js'
import type { Snapshot, TransferView } from './tally.js'

/** How the state of the work is told in a log. */
export interface StatsLook {
  readonly oneLine: boolean
  /** The date before the one line. */
  readonly date: boolean
  readonly unit: RateUnit
  /** Columns of a name; 0: all. */
  readonly nameLength: number
}

/** How far the work is, for a log, as rclone tells it. */
export function statsLines(snapshot: Snapshot, look: StatsLook): readonly string[] {
  const { copied, totalFiles, updated, renamed, deleted, unchanged, failed, elapsed, transfers } = snapshot
  const date = look.date ? `${logTime(new Date())} - ` : ''
  if (look.oneLine) return [`${date}${bytesOf(snapshot, look)}${failed > 0 ? `, ${failed} failed` : ''}`]
  const counts = Object.entries({ updated, renamed, deleted, unchanged, failed }).filter(([, amount]) => amount > 0)
  return [
    `Transferred:   ${bytesOf(snapshot, look)}`,
    `Transferred:   ${copied} / ${totalFiles}, ${percentOf(copied, totalFiles)}%`,
    ...counts.map(([name, amount]) => `${`${name[0]?.toUpperCase()}${name.slice(1)}:`.padEnd(14)} ${amount}`),
    `Elapsed time:  ${(elapsed / 1000).toFixed(1)}s`,
    ...(transfers.length > 0 ? ['Transferring:', ...transfers.map((transfer) => transferText(transfer, look))] : []),
  ]
}

function bytesOf({ bytes, partial, totalBytes, speed, eta }: Snapshot, { unit }: StatsLook): string {
  const done = bytes + partial
  const time = eta === undefined ? '-' : shortDuration(eta)
  return `${byteCount(done)} / ${byteCount(totalBytes)}, ${percentOf(done, totalBytes)}%, ${shortRate(speed, unit)}, ETA ${time}`
}

function transferText({ path, size, bytes, speed }: TransferView, { unit, nameLength }: StatsLook): string {
  const name = nameLength === 0 ? path : fitText(path, nameLength)
  const share = size === undefined ? byteCount(bytes) : `${percentOf(bytes, size)}% /${byteCount(size)}`
  return ` * ${name}: ${share}, ${shortRate(speed, unit)}`
}
