import type { FsDirectory, FsEntry, FsObject } from '../fs/entry.js'
import { FsError, type FsErrorKind } from '../fs/error.js'
import type { Hashes } from '../fs/hash.js'
import type { FsPath } from '../fs/path.js'
import type { Packing } from './packing.js'

const NUMBER: Packing<number> = { write: (value, to) => to.number(value), read: (from) => from.number() }
const BIGINT: Packing<bigint> = { write: (value, to) => to.bigint(value), read: (from) => from.bigint() }
const TEXT: Packing<string> = { write: (value, to) => to.text(value), read: (from) => from.text() }

const HASHES: Packing<Hashes> = {
  write: (hashes, to) => {
    let known = 0
    for (const name in hashes) if (hashes[name] !== undefined) known++
    to.byte(known)
    for (const name in hashes) {
      const digest = hashes[name]
      if (digest === undefined) continue
      to.text(name)
      to.text(digest)
    }
  },
  read: (from) => {
    const hashes: Record<string, string> = {}
    for (let left = from.byte(); left > 0; left--) hashes[from.text()] = from.text()
    return hashes
  },
}

/** Name and message; what is no error counts as one of that message. */
const FOREIGN_ERROR: Packing<NonNullable<unknown>> = {
  write: (error, to) => {
    to.text(error instanceof Error ? error.name : 'Error')
    to.text(error instanceof Error ? error.message : String(error))
  },
  read: (from) => {
    const name = from.text()
    return Object.assign(new Error(from.text()), { name })
  },
}

const OBJECT_FIELDS = optionalFields<Omit<FsObject, 'kind' | 'path'>>({
  size: NUMBER,
  modTime: BIGINT,
  lastModified: BIGINT,
  hashes: HASHES,
  mimeType: TEXT,
  tier: TEXT,
  id: TEXT,
  version: TEXT,
})

const DIRECTORY_FIELDS = optionalFields<Omit<FsDirectory, 'kind' | 'path'>>({ modTime: BIGINT, id: TEXT, size: NUMBER, count: NUMBER })

const ERROR_FIELDS = optionalFields<Pick<FsError, 'path' | 'retryAfter' | 'cause'>>({
  path: TEXT,
  retryAfter: NUMBER,
  cause: FOREIGN_ERROR,
})

const FS_ERROR: Packing<FsError> = {
  write: (error, to) => {
    to.text(error.kind)
    to.text(error.message)
    to.byte((error.temporary ? 1 : 0) + (error.spent ? 2 : 0))
    ERROR_FIELDS.write(error, to)
  },
  read: (from) => {
    const kind = from.text() as FsErrorKind
    const message = from.text()
    const flags = from.byte()
    const error = new FsError(kind, message, { temporary: (flags & 1) !== 0, ...ERROR_FIELDS.read(from) })
    error.spent = (flags & 2) !== 0
    return error
  },
}

const KINDS = ['object', 'directory', 'unreadable'] as const satisfies readonly FsEntry['kind'][]

/** Entries come back whole; of the cause of what is unreadable all but its stack, and name and message of the error behind it. */
export const entryPacking: Packing<FsEntry> = {
  write: (entry, to) => {
    to.byte(KINDS.indexOf(entry.kind))
    to.text(entry.path)
    switch (entry.kind) {
      case 'object':
        return OBJECT_FIELDS.write(entry, to)
      case 'directory':
        return DIRECTORY_FIELDS.write(entry, to)
      case 'unreadable':
        return FS_ERROR.write(entry.cause, to)
    }
  },
  read: (from) => {
    const kind = KINDS[from.byte()] ?? 'object'
    const path = from.text() as FsPath
    switch (kind) {
      case 'object':
        return { kind, path, ...OBJECT_FIELDS.read(from) }
      case 'directory':
        return { kind, path, ...DIRECTORY_FIELDS.read(from) }
      case 'unreadable':
        return { kind, path, cause: FS_ERROR.read(from) }
    }
  },
}

/** Packs those of these fields that are there; at most eight. */
function optionalFields<Values extends object>(
  packings: {
    readonly [Field in keyof Values]-?: Packing<NonNullable<Values[Field]>>
  },
): Packing<Values> {
  const names = Object.keys(packings) as (keyof Values)[]
  const parts = Object.values(packings) as Packing<unknown>[]
  return {
    write: (values, to) => {
      let present = 0
      for (let at = 0; at < names.length; at++) if (values[names[at] as keyof Values] !== undefined) present |= 1 << at
      to.byte(present)
      for (let at = 0; at < names.length; at++) if (present & (1 << at)) parts[at]?.write(values[names[at] as keyof Values], to)
    },
    read: (from) => {
      const present = from.byte()
      const values: Partial<Record<keyof Values, unknown>> = {}
      for (let at = 0; at < names.length; at++) if (present & (1 << at)) values[names[at] as keyof Values] = parts[at]?.read(from)
      return values as Values
    },
  }
}
