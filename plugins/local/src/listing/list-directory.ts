import type { FsPath, OperationOptions, Page } from '@tranship/core/backend'
import type { LocalRoot } from '../local-root.js'
import { deviceOf, locateDirectory } from '../status/directories.js'
import { scanDirectory } from './scan-directory.js'

/** One level of a directory in path order. */
export async function* listDirectory(
  root: LocalRoot,
  path: FsPath,
  { signal }: OperationOptions = {},
): AsyncGenerator<Page, void, undefined> {
  await root.slices.next()
  signal?.throwIfAborted()
  for (const page of scanDirectory(root, locateDirectory(root, path), deviceOf(root))) {
    if (page.length > 0) yield page
    await root.slices.next()
    signal?.throwIfAborted()
  }
}
