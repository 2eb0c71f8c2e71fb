import { lstatSync, opendirSync, statfsSync } from 'node:fs'
import { ConfigError } from '@tranship/core/backend'
import { child, directoryOfNative, isSameNative, type NativePath } from './names/native-path.js'
import type { LocalOptions } from './options.js'

/** How many names of a directory are tried. */
const TRIES = 20

/** Linux's numbers of file systems that fold case: vfat, exFAT, NTFS, SMB of three ages, HFS+. */
const FOLDING: ReadonlySet<number> = new Set([0x4d44, 0x2011bab0, 0x5346544e, 0x7366746e, 0x517b, 0xff534d42, 0xfe534d42, 0x482b])

/** Whether names that differ in case alone are two names here: as the options say, else by trying, else by what the system has as a rule. */
export function isCaseSensitive(directory: NativePath, { case_sensitive, case_insensitive }: LocalOptions): boolean {
  if (case_sensitive && case_insensitive) throw new ConfigError('case_sensitive and case_insensitive exclude each other: choose one')
  if (case_sensitive || case_insensitive) return case_sensitive
  return (
    tried(directory) ??
    (process.platform === 'linux' ? !isFolding(directory) : process.platform !== 'win32' && process.platform !== 'darwin')
  )
}

/** Whether a name of the directory in the other case is no name of the same file; undefined where no name can tell. */
function tried(directory: NativePath): boolean | undefined {
  try {
    const dir = opendirSync(directory, { bufferSize: TRIES })
    try {
      for (let left = TRIES, entry = dir.readSync(); entry !== null && left > 0; entry = dir.readSync(), left--) {
        const other = swapped(entry.name)
        if (other !== entry.name) return !isOneFile(child(directory, entry.name), child(directory, other))
      }
    } finally {
      dir.closeSync()
    }
  } catch {
    // missing, or not to be read: whoever needs it will hear
  }
  return undefined
}

function isOneFile(a: NativePath, b: NativePath): boolean {
  const [one, other] = [a, b].map((native) => lstatSync(native, { bigint: true, throwIfNoEntry: false }))
  return one !== undefined && other !== undefined && one.ino === other.ino && one.dev === other.dev
}

/** ASCII letters in the other case. */
function swapped(name: string): string {
  return name.replace(/[a-zA-Z]/g, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()))
}

/** Asked of the nearest directory that exists. */
function isFolding(directory: NativePath): boolean {
  try {
    return FOLDING.has(statfsSync(directory).type)
  } catch {
    const above = directoryOfNative(directory)
    return !isSameNative(above, directory) && isFolding(above)
  }
}
