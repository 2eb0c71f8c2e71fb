import { constants, fstatSync, openSync, renameSync } from 'node:fs'
import { uptime } from 'node:os'
import type { ByteSource, Checkpoint, PutOptions } from '@tranship/core/backend'
import { classified } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import type { Located } from '../names/locate.js'
import { isSameNative, readableName } from '../names/native-path.js'
import { isTemporaryName, temporaryName } from '../names/temporary-name.js'
import { AT_ONCE, openedFile } from '../reading/open-file.js'
import type { Seen } from '../status/look.js'
import { createTemporary, likeOld, type NewFile, removeQuietly } from './new-file.js'

/** Bytes of a file from which on it is worth while to note how far it came. */
const WORTH_NOTING = 4 * AT_ONCE

/** A file that is kept when its writing is cut off, so that it can be gone on with. */
export interface PartialFile extends NewFile {
  /** Bytes that an earlier run has written, from the beginning. */
  readonly there: number
}

/** What a checkpoint says. */
interface State {
  readonly version: 1
  /** The file that it is to become. */
  readonly of: string
  /** Where the partial file is: under the first of these names that there is. */
  readonly files: readonly string[]
}

/** The checkpoint of a put that can go on in a partial file; undefined where that is not worth while. */
export function checkpointFor(root: LocalRoot, source: ByteSource, { checkpoint }: PutOptions): Checkpoint | undefined {
  const isWorthwhile = source.size !== undefined && source.size >= WORTH_NOTING && !root.options.inplace
  return isWorthwhile ? checkpoint : undefined
}

/** The partial file that a checkpoint names, or a new one; undefined where the name of the file is no text that can be kept. */
export function partialFile(at: Located, old: Seen | undefined, size: number, checkpoint: Checkpoint): PartialFile | undefined {
  const { native } = at
  if (typeof native !== 'string') return undefined
  const note = (files: readonly string[]) => checkpoint.save(JSON.stringify({ version: 1, of: native, files } satisfies State))
  const earlier = parseState(checkpoint.load())
  if (earlier !== undefined && isSameNative(earlier.of, native)) {
    const found = takenOver(at, old, size, earlier.files, note)
    if (found !== undefined) return found
  }
  for (const file of earlier?.files ?? []) removeQuietly(file)
  const file = createTemporary(at, old?.status)
  note([file.native.toString()])
  return kept(file, 0)
}

/** Gives the file of an ended process a name of this one. Undefined: there is none, or none that can be trusted. */
function takenOver(
  at: Located,
  old: Seen | undefined,
  size: number,
  files: readonly string[],
  note: (files: readonly string[]) => void,
): PartialFile | undefined {
  const native = temporaryName(at).toString()
  note([native, ...files])
  if (!files.some((file) => renamed(file, native))) return undefined
  const fd = classified(at, () => openSync(native, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0)))
  const file = likeOld({ ...openedFile(fd, at), native, isComplete: false, discard: () => removeQuietly(native) }, at, old?.status)
  note([native])
  const status = fstatSync(fd)
  // What was written before the machine was started may never have reached the disk.
  const isTrusted = status.isFile() && status.nlink === 1 && status.size <= size && status.mtimeMs > Date.now() - uptime() * 1000
  if (isTrusted) return kept(file, status.size)
  file.close()
  file.discard()
  return undefined
}

function kept(file: NewFile, there: number): PartialFile {
  return { ...file, there, discard: () => {} }
}

function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch {
    return false // it is gone
  }
}

/** Removes what a checkpoint names. A text that is none names nothing. */
export async function discardCheckpoint(text: string): Promise<void> {
  for (const file of parseState(text)?.files ?? []) removeQuietly(file)
}

/** Whether a name may be taken away: whatever a state says, only files that were made here are. */
function isTemporary(file: unknown): file is string {
  return typeof file === 'string' && isTemporaryName(readableName(file))
}

/** Undefined for what is no state. */
function parseState(text: string | undefined): State | undefined {
  if (text === undefined) return undefined
  try {
    const { version, of, files }: Partial<State> = JSON.parse(text) ?? {}
    const isWhole = version === 1 && typeof of === 'string' && Array.isArray(files) && files.every(isTemporary)
    return isWhole ? { version, of, files } : undefined
  } catch {
    return undefined
  }
}
