import type { Located } from '../names/locate.js'
import { child, directoryOfNative, type NativePath, readableName } from '../names/native-path.js'
import { intendedName, keptName } from '../names/temporary-name.js'
import { removeQuietly } from './new-file.js'

/** How many are remembered; `cleanUp` finds the others. */
const MOST = 10_000

/** Temporary files that killed runs left behind, as listings come upon them. The next file that is written to such a name removes them. */
export interface Leftovers {
  note(directory: NativePath, name: string): void
  /** Removes what was meant to become the file at `at`. */
  clear(at: Located): void
}

export function createLeftovers(): Leftovers {
  const found = new Map<string, Set<NativePath>>()
  const keyOf = (directory: NativePath, intended: string) => child(directory, intended).toString()
  return {
    note: (directory, name) => {
      if (found.size >= MOST) return
      const key = keyOf(directory, intendedName(name))
      const others = found.get(key) ?? new Set()
      found.set(key, others.add(child(directory, name)))
    },
    clear: ({ native }) => {
      if (found.size === 0) return
      const key = keyOf(directoryOfNative(native), keptName(readableName(native)))
      for (const leftover of found.get(key) ?? []) removeQuietly(leftover)
      found.delete(key)
    },
  }
}
