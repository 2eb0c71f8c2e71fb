import { type BigIntStats, realpathSync, renameSync, unlinkSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { type ByteSource, type CopyOptions, type FsObject, type FsPath, type Place, parentOf } from '@tranship/core/backend'
import { demandObject, demandReplaceable } from './condition.js'
import { locateBelow, makeDirectories, statusOf } from './directories.js'
import { classified, codeOf, failure } from './errors.js'
import { objectOf } from './file-entry.js'
import { setTimeAt } from './file-time.js'
import { child, type Located, locate, rootOf } from './native-path.js'
import { readFile } from './read-file.js'
import { removableDirectory, removeFile } from './remove.js'
import { writeFile } from './write-file.js'

/** Moves a file by renaming it; onto another file system by copying it and removing it then. */
export async function moveFile(root: string, object: FsObject, to: FsPath, options: CopyOptions = {}): Promise<FsObject> {
  options.signal?.throwIfAborted()
  const fromRoot = sourceRoot(root, options.from)
  const from = locateBelow(fromRoot, object.path)
  const status = demandObject(from, statusOf(from), object)
  const target = locate(root, to)
  makeDirectories(root, parentOf(to))
  const old = statusOf(target)
  if (isSameName(from, status, target, old)) return objectOf(to, status)
  demandReplaceable(target, old, options.replaces)
  if (!renamed(from, target)) return moveByCopy(fromRoot, objectOf(object.path, status), root, to, options)
  if (isSameFile(status, old)) classified(from, () => unlinkSync(from.native)) // renaming one hard link onto another does nothing
  const { modTime } = options
  if (modTime !== undefined) classified(target, () => setTimeAt(target.native, modTime))
  return objectOf(to, demandObject(target, statusOf(target)))
}

/** Moves a directory by renaming it. Throws `already-exists` where anything is, `unsupported` onto another file system. */
export function moveDirectory(root: string, path: FsPath, to: FsPath, { from }: CopyOptions = {}): void {
  const source = removableDirectory(sourceRoot(root, from), path)
  const target = locate(root, to)
  if (statusOf(target) !== undefined) throw failure('already-exists', 'exists already', target)
  if (target.native.startsWith(child(source.native, ''))) throw failure('invalid-path', 'a directory cannot be moved into itself', target)
  makeDirectories(root, parentOf(to))
  classified(target, () => renameSync(source.native, target.native))
}

function sourceRoot(root: string, from: Place | undefined): string {
  return from === undefined ? root : rootOf(from)
}

/** False when the two are not on one file system. */
function renamed(from: Located, to: Located): boolean {
  return classified(to, () => {
    try {
      renameSync(from.native, to.native)
      return true
    } catch (error) {
      if (codeOf(error) === 'EXDEV') return false
      throw error
    }
  })
}

async function moveByCopy(fromRoot: string, object: FsObject, root: string, to: FsPath, options: CopyOptions): Promise<FsObject> {
  const { from: _, ...rest } = options
  const source: ByteSource = {
    ...(object.size !== undefined && { size: object.size }),
    repeatable: true,
    open: (range, opening) => readFile(fromRoot, object, { ...opening, ...(range && { range }) }),
  }
  const moved = await writeFile(root, to, source, { ...(object.modTime !== undefined && { modTime: object.modTime }), ...rest })
  removeFile(fromRoot, object)
  return moved
}

function isSameFile(status: BigIntStats, other: BigIntStats | undefined): boolean {
  return other !== undefined && status.ino === other.ino && status.dev === other.dev
}

function isSameName(from: Located, status: BigIntStats, to: Located, old: BigIntStats | undefined): boolean {
  return isSameFile(status, old) && classified(to, () => realName(from.native) === realName(to.native))
}

function realName(native: string): string {
  return child(realpathSync(dirname(native)), basename(native))
}
