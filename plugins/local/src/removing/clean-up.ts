import { unlinkSync } from 'node:fs'
import { type CleanUpOptions, type OperationOptions, ROOT } from '@tranship/core/backend'
import { localError } from '../errors.js'
import { eachEntry } from '../listing/each-entry.js'
import type { LocalRoot } from '../local-root.js'
import type { Located } from '../names/locate.js'
import { isLeftover } from '../names/temporary-name.js'
import { existingDirectory } from '../status/directories.js'

/** Removes the temporary files below the root, or a directory of it, whose makers are no longer at work. What cannot be read is told to the log and left. */
export async function cleanUp(root: LocalRoot, options: CleanUpOptions = {}): Promise<void> {
  await cleanTree(root, existingDirectory(root, options.directory ?? ROOT).at, options)
}

async function cleanTree(root: LocalRoot, directory: Located, options: OperationOptions): Promise<void> {
  try {
    for await (const { at, entry } of eachEntry(root, directory, options)) {
      if (entry.isDirectory()) await cleanTree(root, at, options)
      else if (entry.isFile() && isLeftover(directory.native, entry.name.toString())) {
        unlinkSync(at.native)
        root.log('info', 'removed what an interrupted run left behind', at.path)
      }
    }
  } catch (error) {
    options.signal?.throwIfAborted()
    root.log('error', `not cleaned up: ${localError(error, directory).message}`, directory.path)
  }
}
