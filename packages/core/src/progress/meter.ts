import type { FsPath } from '../fs/path.js'

/** One transfer that is under way. */
export interface Meter {
  readonly path: FsPath
  /** Bytes in all; absent: not known. */
  readonly size?: number
  /** Bytes moved so far. Goes back when an attempt starts again. */
  bytes: number
}

/** Counts bytes as they move. Whoever shows progress looks at it on a clock of its own; nothing is reported per chunk. */
export interface Meters {
  /** The transfers that are under way now. */
  readonly active: ReadonlySet<Meter>
  /** Bytes of all transfers, the repeated ones too. */
  readonly moved: number
  start(path: FsPath, size: number | undefined): Meter
  add(meter: Meter, bytes: number): void
  end(meter: Meter): void
}

export function createMeters(): Meters {
  const active = new Set<Meter>()
  let moved = 0
  return {
    active,
    get moved() {
      return moved
    },
    start: (path, size) => {
      const meter: Meter = size === undefined ? { path, bytes: 0 } : { path, size, bytes: 0 }
      active.add(meter)
      return meter
    },
    add: (meter, bytes) => {
      meter.bytes += bytes
      moved += bytes
    },
    end: (meter) => {
      active.delete(meter)
    },
  }
}
