import { readlinkSync } from 'node:fs'
import { type FsPath, nameOf } from '@tranship/core/backend'
import { classified } from '../errors.js'
import type { Located } from './locate.js'

/** What the name of a symbolic link is shown with, where links are seen as text files. Their content is where they lead to. */
export const LINK_SUFFIX = '.rclonelink'

/** The path of the link that a path of a text file stands for; undefined where it stands for none. */
export function linkPath(path: FsPath): FsPath | undefined {
  return path.endsWith(LINK_SUFFIX) && nameOf(path) !== LINK_SUFFIX ? (path.slice(0, -LINK_SUFFIX.length) as FsPath) : undefined
}

/** Where a symbolic link leads to, as it was written. */
export function readLink(at: Located): Buffer {
  return classified(at, () => readlinkSync(at.native, { encoding: 'buffer' }))
}
