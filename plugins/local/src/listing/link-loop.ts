import type { BigIntStats } from 'node:fs'
import type { FsPath } from '@tranship/core/backend'
import { isSameFile } from '../copying/same-machine.js'
import type { LocalRoot } from '../local-root.js'
import { locate } from '../names/locate.js'
import { stepsTo } from '../status/directories.js'
import { statusBehind } from '../status/file-status.js'

/** Whether a directory that a link in `directory` leads to is one of those on the way there, so that following it would never end. */
export function leadsBack(root: LocalRoot, directory: FsPath, target: BigIntStats): boolean {
  for (const step of stepsTo(directory)) if (isSameFile(target, statusBehind(locate(root, step)))) return true
  return false
}
