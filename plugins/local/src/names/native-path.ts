import { dirname, sep } from 'node:path'
import { quotedBytes } from './stray-bytes.js'

/** A path or name as system calls take it: a text, or bytes where it is no UTF-8. */
export type NativePath = string | Buffer

const SEPARATOR = Buffer.from(sep)

/** The file `name` in a directory. `name` is one segment, as the file system spells it. */
export function child(directory: NativePath, name: NativePath): NativePath {
  if (typeof directory === 'string' && typeof name === 'string') return directory.endsWith(sep) ? directory + name : directory + sep + name
  const [above, below] = [asBytes(directory), asBytes(name)]
  return Buffer.concat(above.at(-1) === SEPARATOR[0] ? [above, below] : [above, SEPARATOR, below])
}

/** The directory that holds what is at `native`; of the root of the file system itself. */
export function directoryOfNative(native: NativePath): NativePath {
  if (typeof native === 'string') return dirname(native)
  return native.subarray(0, Math.max(1, native.lastIndexOf(SEPARATOR)))
}

/** The last segment of a native path, without bytes that are no UTF-8. */
export function readableName(native: NativePath): string {
  const text = native.toString()
  return text.slice(text.lastIndexOf(sep) + 1).replaceAll('\u{fffd}', '')
}

/** For messages. */
export function shownNative(native: NativePath): string {
  return typeof native === 'string' ? native : quotedBytes(native)
}

export function isSameNative(a: NativePath, b: NativePath): boolean {
  return typeof a === 'string' && typeof b === 'string' ? a === b : asBytes(a).equals(asBytes(b))
}

/** Whether `native` is `directory` or lies below it. Both are absolute and plain. */
export function isWithin(native: NativePath, directory: NativePath): boolean {
  if (isSameNative(native, directory)) return true
  const start = asBytes(child(directory, ''))
  return asBytes(native).subarray(0, start.length).equals(start)
}

function asBytes(native: NativePath): Buffer {
  return typeof native === 'string' ? Buffer.from(native) : native
}
