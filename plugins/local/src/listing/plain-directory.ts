import { lstatSync, readdirSync, statSync } from 'node:fs'
import { kindOfStatus, versionOf } from '../status/file-entry.js'
import { LARGE } from './entry-name.js'

/** A directory of nothing but files and directories whose names are shown as they are: packed, since a thread pays by the object for what it tells. */
export interface PlainDirectory {
  /** Name and version of each entry in turn, in path order, each with a "/" after it, which no name has; a directory has an empty version. */
  readonly text: string
  /** In bytes; of a directory without meaning. */
  readonly sizes: Float64Array<ArrayBuffer>
  /** Modification times in nanoseconds. */
  readonly times: BigInt64Array<ArrayBuffer>
}

/** Escapes, what is no UTF-8, what UTF-16 sorts otherwise, and temporary files. */
const NEEDS_CARE = /[\u201b\ufffd\ud800-\udfff]|\.partial(?:\/|$)/

/** Undefined for a directory that needs more care, for one of more than `most` entries, and for one that cannot be read. */
export function readPlain(directory: string, most: number = Number.POSITIVE_INFINITY): PlainDirectory | undefined {
  try {
    if (statSync(directory).size >= LARGE) return undefined
    const names = readdirSync(directory)
    return names.length > most || NEEDS_CARE.test(names.join('/')) ? undefined : packed(directory, names)
  } catch {
    return undefined // whoever reads it with care says why
  }
}

function packed(directory: string, names: readonly string[]): PlainDirectory | undefined {
  const entries = []
  for (const name of names) {
    const status = lstatSync(`${directory}/${name}`, { bigint: true, throwIfNoEntry: false })
    if (status === undefined) continue // gone meanwhile
    const kind = kindOfStatus(status)
    if (kind === 'directory') entries.push({ key: `${name}/`, version: '', size: 0, time: status.mtimeNs })
    else if (kind === 'file') entries.push({ key: name, version: versionOf(status), size: Number(status.size), time: status.mtimeNs })
    else return undefined
  }
  entries.sort((a, b) => (a.key < b.key ? -1 : 1))
  const sizes = new Float64Array(entries.length)
  const times = new BigInt64Array(entries.length)
  let text = ''
  let at = 0
  for (const { key, version, size, time } of entries) {
    text += version === '' ? `${key}/` : `${key}/${version}/`
    sizes[at] = size
    times[at] = time
    if (times[at++] !== time) return undefined // of a year beyond 2262
  }
  return { text, sizes, times }
}
