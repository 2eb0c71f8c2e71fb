import type { BigIntStats } from 'node:fs'
import { type FsPath, parentOf } from '@tranship/core/backend'
import type { LocalRoot } from '../local-root.js'
import { linkPath } from '../names/link-text.js'
import { type Located, locate } from '../names/locate.js'
import { demandNoLinkOnTheWay } from './directories.js'
import { statusBehind, statusOf } from './file-status.js'

/** What stands at a place, as the root lets links be seen. */
export interface Seen {
  /** Of what is read: a link that is followed has the status of what it leads to. */
  readonly status: BigIntStats
  /** It is a symbolic link that is shown as a text file. */
  readonly asLink: boolean
  /** It is reached by following a symbolic link that stands at the place itself. */
  readonly byLink: boolean
}

/** Something seen, and where the file system has it: a link that is shown as a text file has no suffix there. */
export interface Found extends Seen {
  readonly at: Located
}

/** The place of a file to be read. Throws `denied` where a link would have to be followed that is not to be. */
export function locateForReading(root: LocalRoot, path: FsPath): Located {
  const at = locate(root, path)
  if (root.links !== 'follow') demandNoLinkOnTheWay(root, parentOf(path))
  return at
}

/** The same with what is there. */
export function lookForReading(root: LocalRoot, path: FsPath): { at: Located; found: Found | undefined } {
  const at = locateForReading(root, path)
  return { at, found: lookAt(root, at) }
}

/** The link that a file to be read stands for, where links are shown as text files; undefined for any other file. */
export function lookForLink(root: LocalRoot, path: FsPath): Found | undefined {
  return root.links === 'text' ? linkOf(root, path) : undefined
}

/** The place of a file to be written, moved or removed, with what is there: never through a link. */
export function lookForWriting(root: LocalRoot, path: FsPath): { at: Located; found: Found | undefined } {
  const at = locate(root, path)
  demandNoLinkOnTheWay(root, parentOf(path))
  return { at, found: lookAt(root, at) }
}

/** What is at `at`, undefined when nothing is. */
export function lookAt(root: LocalRoot, at: Located): Found | undefined {
  return lookForLink(root, at.path) ?? fileOf(root, at)
}

function linkOf(root: LocalRoot, path: FsPath): Found | undefined {
  const ofLink = linkPath(path)
  if (ofLink === undefined) return undefined
  const at = { path, native: locate(root, ofLink).native }
  const status = statusOf(at)
  return status?.isSymbolicLink() ? { at, status, asLink: true, byLink: false } : undefined
}

function fileOf(root: LocalRoot, at: Located): Found | undefined {
  const status = statusOf(at)
  if (status === undefined) return undefined
  if (root.links !== 'follow' || !status.isSymbolicLink()) return { at, status, asLink: false, byLink: false }
  return { at, status: statusBehind(at) ?? status, asLink: false, byLink: true }
}
