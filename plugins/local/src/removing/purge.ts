import { rmdirSync, unlinkSync } from 'node:fs'
import { type FsPath, isFsError, type OperationOptions } from '@tranship/core/backend'
import { classified } from '../errors.js'
import { eachEntry } from '../listing/each-entry.js'
import type { LocalRoot } from '../local-root.js'
import type { Located } from '../names/locate.js'
import { removableDirectory } from './remove.js'

/** Removes a directory and everything below it; of a symbolic link, the link. Stops at the first thing that cannot be removed. */
export async function purge(root: LocalRoot, path: FsPath, options: OperationOptions = {}): Promise<void> {
  await removeTree(root, removableDirectory(root, path), options)
}

/** Some file systems do not tell every entry of a large directory while others are removed: then there is another round. */
async function removeTree(root: LocalRoot, directory: Located, options: OperationOptions): Promise<void> {
  for (;;) {
    let removed = 0
    for await (const { at, entry } of eachEntry(root, directory, options)) {
      if (entry.isDirectory()) await removeTree(root, at, options)
      else classified(at, () => unlinkSync(at.native))
      removed++
    }
    options.signal?.throwIfAborted()
    try {
      return classified(directory, () => rmdirSync(directory.native))
    } catch (error) {
      if (removed === 0 || !isFsError(error, 'not-empty')) throw error
    }
  }
}
