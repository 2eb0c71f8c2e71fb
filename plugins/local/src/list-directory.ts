import { lstatSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import {
  comparePaths,
  type FsEntry,
  FsError,
  type FsPath,
  joinPath,
  type Log,
  type OperationOptions,
  type Page,
} from '@tranship/core/backend'
import { locateDirectory } from './directories.js'
import { type EntryName, readNames } from './entry-name.js'
import { classified, failure, localError } from './errors.js'
import { directoryOf, type FileKind, kindOf, objectOf } from './file-entry.js'
import { child, type Located } from './native-path.js'

/** Entries, whose statuses take about two milliseconds to read. */
const PAGE = 1000

/** A directory in path order. Between two pages, and before the first, the event loop has a turn. */
export async function* listDirectory(
  root: string,
  path: FsPath,
  log: Log,
  { signal }: OperationOptions = {},
): AsyncGenerator<Page, void, undefined> {
  await turn()
  signal?.throwIfAborted()
  const directory = locateDirectory(root, path)
  const names = classified(directory, () => readNames(directory.native)).filter(({ kind, shown }) => {
    if (isListed(kind)) return true
    log('notice', `${kind} skipped`, joinPath(path, shown))
    return false
  })
  const sorted = names.map((name) => ({ name, key: orderKeyOf(name) })).sort((a, b) => comparePaths(a.key, b.key))
  for (let start = 0; start < sorted.length; start += PAGE) {
    if (start > 0) {
      await turn()
      signal?.throwIfAborted()
    }
    const page = sorted.slice(start, start + PAGE).flatMap(({ name }) => entryOf(directory, name) ?? [])
    if (page.length > 0) yield page
  }
}

function isListed(kind: FileKind): boolean {
  return kind === 'file' || kind === 'directory'
}

function orderKeyOf({ shown, native, kind }: EntryName): string {
  return kind === 'directory' || native === undefined ? `${shown}/` : shown
}

/** Undefined when the file has gone meanwhile. */
function entryOf(directory: Located, name: EntryName): FsEntry | undefined {
  const path = joinPath(directory.path, name.shown)
  if (name.native === undefined) return unreadable(path, new FsError('invalid-path', 'the name is not valid UTF-8', { path }))
  const at = { path, native: child(directory.native, name.native) }
  try {
    const status = lstatSync(at.native, { bigint: true, throwIfNoEntry: false })
    if (status === undefined) return undefined
    if (kindOf(status) !== name.kind) return unreadable(path, failure('unavailable', 'replaced while it was listed', at))
    return name.kind === 'directory' ? directoryOf(path, status) : objectOf(path, status)
  } catch (error) {
    return unreadable(path, localError(error, at))
  }
}

function unreadable(path: FsPath, cause: FsError): FsEntry {
  return { kind: 'unreadable', path, cause }
}
