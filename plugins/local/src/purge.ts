import { readdirSync, rmdirSync, unlinkSync } from 'node:fs'
import { sep } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { type FsPath, joinPath, type OperationOptions } from '@tranship/core/backend'
import { quotedBytes } from './entry-name.js'
import { classified } from './errors.js'
import type { Located } from './native-path.js'
import { removableDirectory } from './remove.js'

/** Files removed between two turns of the event loop. */
const SLICE = 500

const SEPARATOR = Buffer.from(sep)

/** Removes a directory and everything below it; of a symbolic link, the link. Stops at the first thing that cannot be removed. */
export async function purge(root: string, path: FsPath, options: OperationOptions = {}): Promise<void> {
  const directory = removableDirectory(root, path)
  await removeTree(directory, Buffer.from(directory.native), options)
}

/** Paths are bytes here, as a name need not be UTF-8. */
async function removeTree(shown: Located, directory: Buffer, { signal }: OperationOptions): Promise<void> {
  await turn()
  signal?.throwIfAborted()
  let removed = 0
  for (const entry of classified(shown, () => readdirSync(directory, { withFileTypes: true, encoding: 'buffer' }))) {
    const native = Buffer.concat([directory, SEPARATOR, entry.name])
    const at = { path: joinPath(shown.path, quotedBytes(entry.name)), native: native.toString() }
    if (entry.isDirectory()) {
      await removeTree(at, native, signal ? { signal } : {})
    } else {
      classified(at, () => unlinkSync(native))
      if (++removed % SLICE === 0) await turn()
      signal?.throwIfAborted()
    }
  }
  classified(shown, () => rmdirSync(directory))
}
