import type { FsPath } from '../fs/path.js'

/** One transfer that is under way. */
export interface Meter {
  readonly path: FsPath
  /** Bytes in all; absent: not known. */
  readonly size?: number
  /** Bytes moved so far. Goes back when an attempt starts again. */
  bytes: number
}

/** Transfers that were decided and have not ended, those under way included. */
export interface Due {
  readonly files: number
  /** Of those whose size is known. */
  readonly bytes: number
}

/** Counts bytes as they move. Whoever shows progress looks at it on a clock of its own; nothing is reported per chunk. */
export interface Meters {
  /** The transfers that are under way now. */
  readonly active: ReadonlySet<Meter>
  /** Bytes of all transfers, the repeated ones too. */
  readonly moved: number
  readonly due: Due
  /** A transfer was decided. */
  expect(size: number | undefined): void
  /** One that was decided has ended, well or not, or will not be made. */
  settle(size: number | undefined): void
  start(path: FsPath, size: number | undefined): Meter
  add(meter: Meter, bytes: number): void
  end(meter: Meter): void
}

export function createMeters(): Meters {
  const active = new Set<Meter>()
  const due = { files: 0, bytes: 0 }
  let moved = 0
  return {
    active,
    get moved() {
      return moved
    },
    due,
    expect: (size = 0) => {
      due.files++
      due.bytes += size
    },
    settle: (size = 0) => {
      due.files--
      due.bytes -= size
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
