import type { FsObject } from '../../fs/entry.js'
import { isFsError } from '../../fs/error.js'
import type { Fs } from '../../fs/fs.js'
import type { Change, CopyAction, DeleteAction, RenameAction, TouchAction } from '../decide/action.js'
import type { Rules } from '../decide/rules.js'
import type { References } from '../decide/settle.js'
import type { How } from '../event.js'
import { type Backup, moveWithinRealm } from './backup.js'
import { type Transfer, type TransferTools, transfer } from './transfer.js'

export interface Performing {
  readonly src: Fs
  readonly dst: Fs
  readonly rules: Rules
  readonly references: References
  /** It is not known what the destination has. */
  readonly isUnseen: boolean
  /** Where what is replaced or deleted is kept. */
  readonly backup?: Backup
  readonly tools: TransferTools
}

/** A change that was made, and how; another one than was asked for where the service could not do that one. */
export interface Performed {
  readonly change: Change
  readonly how?: How
}

/** Makes one change. */
export async function perform(change: Change, performing: Performing): Promise<Performed> {
  const { src, dst, tools } = performing
  const { signal } = tools
  switch (change.do) {
    case 'copy':
      return { change, how: await copy(change, performing) }
    case 'touch':
      return touch(change, performing)
    case 'rename':
      await rename(change, performing)
      return { change }
    case 'make':
      await dst.mkdir(change.path, { signal })
      return { change }
    case 'drop':
      if (change.src.kind === 'directory') await src.rmdir(change.src, { signal })
      else await src.remove(change.src, { signal }).catch(passOver('not-found'))
      return { change }
    case 'delete':
      await remove(change, performing)
      return { change }
  }
}

/** Copies or moves. When it fails, what was moved aside for it is put back. */
async function copy(wanted: CopyAction, performing: Performing): Promise<How> {
  const { backup, tools } = performing
  const isSpelled = wanted.dst === undefined || wanted.dst.path === wanted.path
  const action = isSpelled ? wanted : await respelled(wanted, wanted.dst, performing)
  if (action.dst === undefined || backup === undefined) return deliver(action, performing)
  const putBack = await backup.aside(action.dst, tools.signal)
  try {
    const { dst: _aside, ...bare } = action
    return await deliver(bare, performing)
  } catch (error) {
    await putBack().catch(() => {}) // the failure of the copy tells more
    throw error
  }
}

/** The copy, once what it replaces has the name that it is to have. */
async function respelled(action: CopyAction, replaced: FsObject, { dst, tools }: Performing): Promise<CopyAction> {
  return { ...action, dst: await moveWithinRealm(replaced, dst, dst, action.path, tools.signal) }
}

async function deliver(action: CopyAction, performing: Performing): Promise<How> {
  const { src, dst, rules, tools } = performing
  const moved = rules.moves ?? false
  const onServer: How = { bytes: action.src.size ?? 0, onServer: true, moved }
  const isAlike = action.like !== undefined && (await copyAlike(action, action.like, performing))
  if (!isAlike && moved && (await moveOnServer(action, performing))) return onServer
  const how = isAlike
    ? onServer
    : await send({ src, dst, object: action.src, to: action.path, ...replacing(action, performing) }, tools, moved)
  if (moved) await src.remove(action.src, { signal: tools.signal }).catch(passOver('not-found'))
  return how
}

async function send(job: Transfer, tools: TransferTools, moved: boolean): Promise<How> {
  const { object, onServer } = await transfer(job, tools)
  return { bytes: object.size ?? job.object.size ?? 0, onServer, moved }
}

/** What is believed to be there. */
function replacing({ dst }: CopyAction, { isUnseen }: Performing): { replaces?: FsObject | 'nothing' } {
  if (dst !== undefined) return { replaces: dst }
  return isUnseen ? {} : { replaces: 'nothing' }
}

/** Has the service copy the same content from where it was found. False: it cannot. */
async function copyAlike(action: CopyAction, like: NonNullable<CopyAction['like']>, performing: Performing): Promise<boolean> {
  const { path, src: object } = action
  const { src, dst, references, tools } = performing
  const reference = references.copyFrom[like.reference]
  if (reference === undefined || dst.copy === undefined || reference.place.realm !== dst.place.realm) return false
  const modTime = await timeOf(object, src, tools.signal)
  const options = {
    from: reference.place,
    signal: tools.signal,
    ...replacing(action, performing),
    ...(modTime !== undefined && { modTime }),
  }
  return dst.copy(like.object, path, options).then(() => true, falseWhere('unsupported'))
}

async function moveOnServer(action: CopyAction, performing: Performing): Promise<boolean> {
  const { src, dst, tools } = performing
  if (dst.move === undefined || src.place.realm !== dst.place.realm) return false
  const options = { from: src.place, signal: tools.signal, ...replacing(action, performing) }
  return dst.move(action.src, action.path, options).then(() => true, falseWhere('unsupported'))
}

/** Sets a time; where the service cannot, the file is sent again. */
async function touch(action: TouchAction, performing: Performing): Promise<Performed> {
  const { src, dst, rules, tools } = performing
  const { path, src: source, dst: target } = action
  try {
    await dst.setModTime?.(target, action.time, { signal: tools.signal })
  } catch (error) {
    if (!isFsError(error, 'unsupported') || source.kind === 'directory' || target.kind === 'directory') throw error
    const change: CopyAction = { do: 'copy', path, src: source, dst: target, why: 'modTime' }
    return { change, how: await copy(change, performing) }
  }
  if (rules.moves && source.kind === 'object') await src.remove(source, { signal: tools.signal }).catch(passOver('not-found'))
  return { change: action }
}

async function rename({ path, src: object, dst: found }: RenameAction, { src, dst, tools }: Performing): Promise<void> {
  const modTime = await timeOf(object, src, tools.signal)
  const moved = await moveWithinRealm(found, dst, dst, path, tools.signal)
  if (modTime === undefined || moved.modTime === modTime) return
  await dst.setModTime?.(moved, modTime, { signal: tools.signal }).catch(passOver('unsupported'))
}

/** The time that what is made of a source is to have: a listing may have left it out. */
async function timeOf(object: FsObject, src: Fs, signal: AbortSignal): Promise<bigint | undefined> {
  if (object.modTime !== undefined || src.features.modTimePrecision === undefined) return object.modTime
  return (await src.stat(object.path, { signal, listed: object })).modTime
}

async function remove({ dst: entry }: DeleteAction, { dst, backup, tools }: Performing): Promise<void> {
  const { signal } = tools
  if (entry.kind === 'directory') await dst.rmdir(entry, { signal })
  else if (backup === undefined) await dst.remove(entry, { signal }).catch(passOver('not-found'))
  else await backup.aside(entry, signal)
}

function passOver(kind: 'not-found' | 'unsupported'): (error: unknown) => void {
  return (error) => {
    if (!isFsError(error, kind)) throw error
  }
}

function falseWhere(kind: 'unsupported'): (error: unknown) => false {
  return (error) => {
    if (!isFsError(error, kind)) throw error
    return false
  }
}
