import { type CopyOptions, type FsObject, type FsPath, parentOf, untilAborted } from '@tranship/core/backend'
import { classified } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import { linkPath } from '../names/link-text.js'
import { type Located, locate } from '../names/locate.js'
import { AT_ONCE, openedFile, writeAtOnce } from '../reading/open-file.js'
import { demandUnchanged, openObject } from '../reading/open-object.js'
import { readSmall, readWaiting } from '../reading/whole-file.js'
import { demandObject } from '../status/condition.js'
import { makeDirectories } from '../status/directories.js'
import { objectOf } from '../status/file-entry.js'
import { locateForReading, lookAt, lookForLink } from '../status/look.js'
import type { NewFile } from '../writing/new-file.js'
import { writeFile, written } from '../writing/write-file.js'
import { createClone, WORTH_SHARING } from './clone.js'
import { copyContent } from './copy-content.js'
import { isSameFile, isSameName, sourceOf, sourceRoot } from './same-machine.js'

/** Copies a file of this machine: shares its blocks where the file system can, else copies its bytes. */
export async function copyFile(root: LocalRoot, object: FsObject, to: FsPath, options: CopyOptions = {}): Promise<FsObject> {
  await root.slices.next()
  options.signal?.throwIfAborted()
  const source = sourceRoot(root, object, options)
  const target = locate(root, to)
  const link = lookForLink(source, object.path)
  if (link !== undefined || (root.links === 'text' && linkPath(to) !== undefined)) return copyLink(root, source, object, to, options)

  return isSmall(object) ? copySmall(root, source, object, target, options) : copyLarge(root, source, object, target, options)
}

/** Too small for blocks to be shared; and with its version a file tells by itself whether it is the one that was listed. */
function isSmall({ size, version }: FsObject): boolean {
  return size !== undefined && size < WORTH_SHARING && version !== undefined
}

/** Reads all of the file before anything is made of it. */
async function copySmall(root: LocalRoot, source: LocalRoot, object: FsObject, target: Located, options: CopyOptions): Promise<FsObject> {
  const slowed = options.take?.(object.size ?? 0)
  if (slowed !== undefined) await untilAborted(slowed, options.signal)
  const coming = readWaiting(source, object)
  const whole = coming && (await untilAborted(coming, options.signal))
  const { at: from, status, bytes } = whole ?? readSmall(source, object, (size) => root.memory().subarray(0, size))
  makeDirectories(root, parentOf(target.path))
  const old = lookAt(root, target)
  if (isSameFile(status, old?.status) && isSameName(from, target)) return objectOf(root, target.path, status)
  const { byteLength: size } = bytes
  const fill = ({ fd }: NewFile) => {
    classified(target, () => writeAtOnce(fd, bytes, 0))
    return undefined
  }
  return written(root, target, old, size, { modTime: status.mtimeNs, ...options }, { fill })
}

async function copyLarge(root: LocalRoot, source: LocalRoot, object: FsObject, target: Located, options: CopyOptions): Promise<FsObject> {
  const opened = openObject(source, object)
  const reading = openedFile(opened.fd, opened.at)
  try {
    const { at: from, status } = opened
    const size = Number(status.size)
    const slowed = size <= AT_ONCE ? options.take?.(size) : undefined
    if (slowed !== undefined) await untilAborted(slowed, options.signal)
    makeDirectories(root, parentOf(target.path))
    const old = lookAt(root, target)
    if (isSameFile(status, old?.status) && isSameName(from, target)) return objectOf(root, target.path, status)
    return await written(
      root,
      target,
      old,
      size,
      { modTime: status.mtimeNs, ...options },
      {
        create: () => createClone(root, from, target, status, old),
        fill: (file) => {
          const unchanged = () => demandUnchanged(source, opened)
          const copying = file.isComplete ? undefined : copyContent(root, opened, reading, file, target, options)
          return copying === undefined ? unchanged() : copying.then(unchanged)
        },
      },
    )
  } finally {
    reading.close()
  }
}

/** Of a link that is shown as a text file, its text; which becomes a link again where such are shown so. */
async function copyLink(root: LocalRoot, source: LocalRoot, object: FsObject, to: FsPath, options: CopyOptions): Promise<FsObject> {
  const from = locateForReading(source, object.path)
  const { at, status } = demandObject(lookAt(source, from), from, object)
  const target = locate(root, to)
  if (isSameFile(status, lookAt(root, target)?.status) && isSameName(at, lookAt(root, target)?.at ?? target))
    return objectOf(root, to, status)
  const { from: _, ...rest } = options
  const described = { ...object, size: Number(status.size) }
  return writeFile(root, to, sourceOf(source, described), { modTime: status.mtimeNs, ...rest })
}
