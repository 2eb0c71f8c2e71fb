import { refused } from './refusal.js'

const IGNORED = /^(?:desktop\.ini|thumbs\.db|\.ds_store|icon\r|\.dropbox|\.dropbox\.attr|\.dropbox\.cache)$/i

/** What two names have in common that the service takes for one. */
export const fold = (path: string): string => path.normalize('NFC').toLowerCase()

/** The names of a path; throws what the service refuses, below these tags. */
export function segmentsOf(path: string, ...above: readonly [string, ...string[]]): readonly string[] {
  // Programs write "//a" when their root is empty.
  const segments = path.split('/').filter((each) => each !== '')
  for (const segment of segments) {
    if (/[\\\x7f\0]|[ ]$|^\.\.?$/.test(segment) || [...segment].length > 255) throw refused(...above, 'malformed_path')
    if (!segment.isWellFormed()) throw refused(...above, 'malformed_path')
  }
  return segments.map((segment) => segment.normalize('NFC'))
}

export function isIgnored(name: string): boolean {
  return IGNORED.test(name)
}
