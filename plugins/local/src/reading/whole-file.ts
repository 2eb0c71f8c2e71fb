import { type BigIntStats, closeSync, fstat, fstatSync, open, read } from 'node:fs'
import { promisify } from 'node:util'
import { type FsObject, parentOf } from '@tranship/core/backend'
import { classified, failure } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import { type Located, locate } from '../names/locate.js'
import { demandObject } from '../status/condition.js'
import { demandNoLinkOnTheWay } from '../status/directories.js'
import { versionOf } from '../status/file-entry.js'
import { AT_ONCE, type Opened, openForReading, readAtOnce, readingFlags } from './open-file.js'
import { demandUnchanged, type OpenedObject, openObject } from './open-object.js'

const opened = promisify(open)
const readAt = promisify(read)
const statusAt = promisify(fstat)

/** A file as it was when all of it had been read. */
export interface WholeFile {
  readonly at: Located
  readonly status: BigIntStats
  readonly bytes: Uint8Array
}

/** Where the bytes of a file of this size are put. */
type Memory = (size: number) => Uint8Array

/**
 * A file that is small enough to be read in one call, undefined for a larger one. Where it was listed with a version it is
 * looked at once, when it has been read: nothing has happened to it since it was listed then. Throws as `openObject`, and `mismatch`
 * when the file changed since it was opened.
 */
export function readWhole(root: LocalRoot, object: FsObject, memory: Memory): WholeFile | undefined {
  const { size, version } = object
  if (size !== undefined && size > AT_ONCE) return undefined
  if (size === undefined || version === undefined || root.options.no_check_updated) return readOpened(root, object, memory)
  const at = locate(root, object.path)
  try {
    return readListed(root, at, object, memory(size))
  } catch (error) {
    if (root.links !== 'follow') demandNoLinkOnTheWay(root, parentOf(object.path))
    throw error
  }
}

/** The same of a file that was listed as so small. Throws `mismatch` where it has become larger. */
export function readSmall(root: LocalRoot, object: FsObject, memory: Memory): WholeFile {
  const whole = readWhole(root, object, memory)
  if (whole === undefined) throw failure('mismatch', 'the file became larger since it was listed', locate(root, object.path))
  return whole
}

function readListed(root: LocalRoot, at: Located, object: FsObject, bytes: Uint8Array): WholeFile {
  const begun = performance.now()
  const fd = classified(at, () => openForReading(root, at))
  const demandListed = () => {
    const status = classified(at, () => fstatSync(fd, { bigint: true }))
    return demandObject<Opened>({ fd, status, asLink: false, byLink: false }, at, object)
  }
  try {
    demandAll(at, bytes, () => readAtOnce(fd, bytes, 0))
    root.disk.took(performance.now() - begun)
    const { status } = demandListed()
    return { at, status, bytes }
  } catch (error) {
    demandListed() // that it is another file tells more than how the reading of it went
    throw error
  } finally {
    closeSync(fd)
  }
}

function readOpened(root: LocalRoot, object: FsObject, memory: Memory): WholeFile | undefined {
  const file: OpenedObject = openObject(root, object)
  try {
    const size = Number(file.status.size)
    if (size > AT_ONCE) return undefined
    const bytes = memory(size)
    demandAll(file.at, bytes, () => readAtOnce(file.fd, bytes, 0))
    demandUnchanged(root, file)
    return { at: file.at, status: file.status, bytes }
  } finally {
    closeSync(file.fd)
  }
}

/**
 * Where reads wait for a disk or a network, the same by way of the thread pool, where several wait at a time, in memory of its own.
 * Undefined where there is nothing to wait for, and for what `readSmall` is to say more of.
 */
export function readWaiting(root: LocalRoot, { path, size, version }: FsObject): Promise<WholeFile | undefined> | undefined {
  if (size === undefined || size > AT_ONCE || version === undefined || root.options.no_check_updated || !root.disk.waits()) return undefined
  return readByPool(root, locate(root, path), size, version)
}

async function readByPool(root: LocalRoot, at: Located, size: number, version: string): Promise<WholeFile | undefined> {
  try {
    const fd = await opened(at.native, readingFlags(root))
    try {
      const bytes = Buffer.allocUnsafe(size)
      const { bytesRead } = await readAt(fd, bytes, 0, size, 0)
      const status = await statusAt(fd, { bigint: true })
      return bytesRead === size && versionOf(status) === version ? { at, status, bytes } : undefined
    } finally {
      closeSync(fd)
    }
  } catch {
    return undefined
  }
}

function demandAll(at: Located, bytes: Uint8Array, read: () => number): void {
  if (classified(at, read) < bytes.byteLength) throw failure('mismatch', 'the file became shorter while it was read', at)
}
