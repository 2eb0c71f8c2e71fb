import type { Change, Meter, Meters, SyncEvent } from '@tranship/core'
import { createSpeed, type Speed } from './speed.js'

/** What is done, in numbers. */
export interface Totals {
  /** Bytes of the files that were copied. */
  bytes: number
  /** Files, those that replaced others included. */
  copied: number
  updated: number
  renamed: number
  touched: number
  deleted: number
  unchanged: number
  failed: number
}

/** One transfer that is under way. */
export interface TransferView {
  readonly path: string
  readonly size?: number
  readonly bytes: number
  /** Bytes a second. */
  readonly speed: number
}

/** How far the work is at one time. */
export interface Snapshot extends Readonly<Totals> {
  /** Bytes moved of files that are not whole yet. */
  readonly partial: number
  /** Bytes and files that are known to be transferred in all. */
  readonly totalBytes: number
  readonly totalFiles: number
  /** Bytes a second. */
  readonly speed: number
  /** Seconds until all that is known is transferred; absent: not known. */
  readonly eta?: number
  /** Milliseconds since the begin. */
  readonly elapsed: number
  /** In the order in which they began. */
  readonly transfers: readonly TransferView[]
}

/** Counts what a run does. */
export interface Tally {
  readonly totals: Readonly<Totals>
  /** A run begins: what it finds failed or unchanged is told anew. */
  begin(): void
  take(event: SyncEvent): void
  /** Looks at the work. Milliseconds. */
  snapshot(now: number): Snapshot
}

export function createTally(meters: Meters, begun: number): Tally {
  const totals: Totals = { bytes: 0, copied: 0, updated: 0, renamed: 0, touched: 0, deleted: 0, unchanged: 0, failed: 0 }
  const total = createSpeed(begun)
  const speeds = new WeakMap<Meter, Speed>()
  const speedOf = (meter: Meter, now: number) => {
    const known = speeds.get(meter) ?? createSpeed(now)
    speeds.set(meter, known)
    return known.at(now, meter.bytes)
  }
  const begin = () => Object.assign(totals, { unchanged: 0, failed: 0 })

  return {
    totals,
    begin,
    take: (event) => {
      switch (event.type) {
        case 'done':
          return countChange(totals, event.change, event.how?.bytes)
        case 'planned':
          return countChange(totals, event.change, undefined)
        case 'kept':
          totals.unchanged++
          return
        case 'failed':
          totals.failed++
          return
        case 'listed-again':
          begin()
      }
    },
    snapshot: (now) => {
      const transfers = [...meters.active].map(
        (meter): TransferView => ({
          path: meter.path,
          bytes: meter.bytes,
          speed: speedOf(meter, now),
          ...(meter.size !== undefined && { size: meter.size }),
        }),
      )
      const partial = transfers.reduce((sum, { bytes, size = bytes }) => sum + Math.min(bytes, size), 0)
      const speed = total.at(now, meters.moved)
      const left = Math.max(0, meters.due.bytes - partial)
      return {
        ...totals,
        partial,
        totalBytes: totals.bytes + Math.max(meters.due.bytes, partial),
        totalFiles: totals.copied + meters.due.files,
        speed,
        ...(speed >= 1 && left > 0 && { eta: left / speed }),
        elapsed: now - begun,
        transfers,
      }
    },
  }
}

function countChange(totals: Totals, change: Change, bytes: number | undefined): void {
  switch (change.do) {
    case 'copy':
      totals.copied++
      totals.bytes += bytes ?? change.src.size ?? 0
      if (change.dst !== undefined) totals.updated++
      return
    case 'touch':
      if (change.dst.kind === 'object') totals.touched++
      return
    case 'rename':
      totals.renamed++
      return
    case 'delete':
      if (change.dst.kind === 'object') totals.deleted++
  }
}
