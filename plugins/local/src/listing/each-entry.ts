import { type Dirent, opendirSync } from 'node:fs'
import { joinPath, type OperationOptions } from '@tranship/core/backend'
import { classified } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import type { Located } from '../names/locate.js'
import { child } from '../names/native-path.js'
import { quotedBytes } from '../names/stray-bytes.js'
import { nextEntries } from './entry-name.js'

/** What is in a directory, in no order, by names in bytes. Entries that were told may be removed; the event loop has its turns between them. */
export async function* eachEntry(
  root: LocalRoot,
  directory: Located,
  { signal }: OperationOptions,
): AsyncGenerator<{ readonly at: Located; readonly entry: Dirent<Buffer> }, void, undefined> {
  const dir = classified(directory, () => opendirSync(directory.native, { encoding: 'buffer' as BufferEncoding, bufferSize: 1000 }))
  const next = () => classified(directory, () => nextEntries(dir)) as readonly Dirent<Buffer>[]
  try {
    for (let entries = next(); entries.length > 0; entries = next()) {
      for (const entry of entries) {
        const pause = root.slices.next()
        if (pause !== undefined) await pause
        signal?.throwIfAborted()
        yield { at: { path: joinPath(directory.path, quotedBytes(entry.name)), native: child(directory.native, entry.name) }, entry }
      }
    }
  } finally {
    dir.closeSync()
  }
}
