import { isUtf8 } from 'node:buffer'
import { type Dirent, readdirSync } from 'node:fs'
import { shownPath } from '@tranship/core/backend'
import { type FileKind, kindOf } from './file-entry.js'

/** One name of a directory. */
export interface EntryName {
  /** As a path of the Fs shows it: one segment. */
  readonly shown: string
  /** As the file system spells it; undefined when that is no UTF-8. */
  readonly native: string | undefined
  readonly kind: FileKind
}

/** What stands in the text of a name that is no UTF-8; a proper name may have it too. */
const REPLACEMENT = '\u{fffd}'

/** The names of a directory, in the order of the file system. Throws what the system call throws. */
export function readNames(directory: string): readonly EntryName[] {
  const entries = readdirSync(directory, { withFileTypes: true })
  if (!entries.some(({ name }) => name.includes(REPLACEMENT))) return entries.map((entry) => named(entry, entry.name, entry.name))
  return readdirSync(directory, { withFileTypes: true, encoding: 'buffer' }).map((entry) => {
    const native = isUtf8(entry.name) ? entry.name.toString() : undefined
    return named(entry, native ?? quotedBytes(entry.name), native)
  })
}

function named(entry: Dirent | Dirent<Buffer>, text: string, native: string | undefined): EntryName {
  return { shown: shownPath(text) ?? text, native, kind: kindOf(entry) }
}

/** A name that is no UTF-8 as a text: each stray byte as U+201B and two hex digits, as rclone shows it. */
export function quotedBytes(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((count) => at + count <= bytes.length && isUtf8(bytes.subarray(at, at + count)))
    if (length === undefined)
      text += `\u{201b}${Buffer.from(bytes.subarray(at, at + 1))
        .toString('hex')
        .toUpperCase()}`
    else text += Buffer.from(bytes.subarray(at, at + length)).toString()
    at += length ?? 1
  }
  return text
}
