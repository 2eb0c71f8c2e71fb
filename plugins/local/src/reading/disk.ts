/** How reads of small files go. */
export interface Disk {
  /** Whether the next one is likely to wait for a disk or a network. */
  waits(): boolean
  /** A read at once took so many milliseconds. */
  took(time: number): void
}

/** Milliseconds: what is in the memory of the system comes in a tenth of this; below it the way through the thread pool costs more than it saves. */
const WAITED = 0.3

/** Reads that are kept in mind, and how many of them must have waited. */
const KEPT = 8
const ENOUGH = 4

/** While reads wait, one out of so many is done at once all the same, to see whether they still do. */
const PROBE = 32

export function createDisk(): Disk {
  const waited = new Array<boolean>(KEPT).fill(false)
  let reads = 0
  let asked = 0
  return {
    waits: () => waited.filter(Boolean).length >= ENOUGH && ++asked % PROBE !== 0,
    took: (time) => {
      waited[reads++ % KEPT] = time > WAITED
    },
  }
}
