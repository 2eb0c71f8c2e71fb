import type { FsEntry, FsObject } from '../../fs/entry.js'
import type { Fs } from '../../fs/fs.js'
import { comparePaths } from '../../fs/order.js'
import { nameOf } from '../../fs/path.js'
import { entryPacking } from '../../tree/entry-packing.js'
import type { Packing } from '../../tree/packing.js'
import { createSpoolOf, type Spool, type SpoolOptions } from '../../tree/spool.js'
import type { Action, CopyAction, RenameAction } from '../decide/action.js'
import type { Rules } from '../decide/rules.js'
import { pageCursor } from '../join/page-cursor.js'
import { copyPacking } from './action-packing.js'
import { createExtras, type Extras } from './extras.js'

/** Finds the files that the destination has under another name. */
export interface Renames extends AsyncDisposable {
  /** Takes a copy of what the destination seems not to have. Undefined: renames are not tracked, it need not wait. */
  hold(action: Action): Promise<void> | undefined
  /** Once, when both listings have ended: what becomes of the copies that were held. */
  actions(extras: Extras): AsyncIterable<Action>
  /** What remains to be deleted after `actions`; undefined where renames are not tracked. */
  remaining(): Extras | undefined
  /** Told of a rename that could not be made: its copy, and the old file remains to be deleted. */
  copyInstead(action: RenameAction): Promise<CopyAction>
}

/** Whether the service can be asked to rename, and there is something to know a file by. */
export function canTrackRenames(dst: Fs, { trackRenames = [], hash }: Rules): boolean {
  const isRecognised = !trackRenames.includes('hash') || hash !== undefined
  return isRecognised && (dst.move !== undefined || dst.copy !== undefined)
}

export function createRenames(src: Fs, dst: Fs, rules: Rules, signal: AbortSignal, options: SpoolOptions): Renames {
  const { trackRenames = [], hash, timeWindow = 1n } = rules
  const tracks = trackRenames.length > 0 && canTrackRenames(dst, rules)
  const news = createSpoolOf({ packing: copyPacking, key: ({ src }: CopyAction) => sizeKey(src) }, options)
  const remaining = createExtras(options)

  return {
    hold: (action) => (tracks && action.do === 'copy' && action.dst === undefined ? news.add([action]) : undefined),
    actions: async function* (extras) {
      if (!tracks) return
      await using newCandidates = spoolOf(copyPacking, options)
      await using oldCandidates = spoolOf(OBJECT, options)
      await using olds = await oldsOf(extras)
      yield* bySize(olds, { news: newCandidates, olds: oldCandidates })
      yield* byIdentity(newCandidates, oldCandidates)
    },
    remaining: () => (tracks ? remaining : undefined),
    copyInstead: async ({ path, src: object, dst: old }) => {
      await remaining.add(old)
      return { do: 'copy', path, src: object, why: 'missing' }
    },
    [Symbol.asyncDispose]: async () => {
      await news[Symbol.asyncDispose]()
      await remaining[Symbol.asyncDispose]()
    },
  }

  /** The objects by size; directories remain as they are. */
  async function oldsOf(extras: Extras): Promise<Spool<FsObject>> {
    const olds = createSpoolOf({ packing: OBJECT, key: sizeKey }, options)
    for await (const page of extras.inOrder()) {
      for (const entry of page) {
        if (entry.kind === 'object') await olds.add([entry])
        else if (entry.kind === 'directory') await remaining.add(entry)
      }
    }
    return olds
  }

  /** What has a size of its own is no rename. Only the rest is asked for a hash. */
  async function* bySize(olds: Spool<FsObject>, candidates: Candidates): AsyncIterable<CopyAction> {
    await using fresh = pageCursor(news.inOrder())
    await using old = pageCursor(olds.inOrder())
    for (;;) {
      const [copy, object] = [await fresh.peek(), await old.peek()]
      const [left, right] = [copy && sizeKey(copy.src), object && sizeKey(object)]
      if (left === undefined && right === undefined) return
      if (left === right) {
        for (let each = copy; each !== undefined && sizeKey(each.src) === left; each = await fresh.peek()) {
          fresh.next()
          await candidates.news.add([{ item: each, identity: await identityOf(src, each.src) }])
        }
        for (let each = object; each !== undefined && sizeKey(each) === left; each = await old.peek()) {
          old.next()
          await candidates.olds.add([{ item: each, identity: await identityOf(dst, each) }])
        }
      } else if (right === undefined || (left !== undefined && comparePaths(left, right) < 0)) {
        fresh.next()
        yield copy as CopyAction
      } else {
        old.next()
        await remaining.add(object as FsObject)
      }
    }
  }

  async function* byIdentity(fresh: Spool<Candidate<CopyAction>>, old: Spool<Candidate<FsObject>>): AsyncIterable<Action> {
    await using copies = pageCursor(fresh.inOrder())
    await using objects = pageCursor(old.inOrder())
    for (;;) {
      const [copy, object] = [await copies.peek(), await objects.peek()]
      if (copy === undefined && object === undefined) return
      const isRename = copy !== undefined && object !== undefined && isSame(copy.identity, object.identity)
      const isCopyFirst = object === undefined || (copy !== undefined && comparePaths(keyOf(copy), keyOf(object)) <= 0)
      if (isRename) yield { do: 'rename', path: copy.item.path, src: copy.item.src, dst: object.item }
      else if (isCopyFirst) yield (copy as Candidate<CopyAction>).item
      else await remaining.add((object as Candidate<FsObject>).item)
      if (isRename || isCopyFirst) copies.next()
      if (isRename || !isCopyFirst) objects.next()
    }
  }

  /** A file that has no such hash or time is like no other. */
  async function identityOf(fs: Fs, object: FsObject): Promise<Identity> {
    const parts = [sizeKey(object)]
    if (trackRenames.includes('hash') && hash !== undefined) {
      parts.push(object.hashes?.[hash] ?? (await fs.hash?.(object, hash, { signal })) ?? unique(fs, object))
    }
    if (trackRenames.includes('leaf')) parts.push(nameOf(object.path))
    if (!trackRenames.includes('modTime')) return { text: parts.join('/') }
    const { modTime } = object.modTime === undefined ? await fs.stat(object.path, { signal, listed: object }) : object
    if (modTime === undefined) parts.push(unique(fs, object))
    return { text: parts.join('/'), ...(modTime !== undefined && { modTime }) }
  }

  function unique(fs: Fs, { path }: FsObject): string {
    return `${fs === src ? 'src' : 'dst'}:${path}`
  }

  function isSame(a: Identity, b: Identity): boolean {
    if (a.text !== b.text) return false
    const difference = (a.modTime ?? 0n) - (b.modTime ?? 0n)
    return difference < timeWindow && -difference < timeWindow
  }
}

/** What must be the same for one file to be another's new name. */
interface Identity {
  readonly text: string
  /** The same within the window of the run. */
  readonly modTime?: bigint
}

interface Candidate<Item> {
  readonly item: Item
  readonly identity: Identity
}

interface Candidates {
  readonly news: Spool<Candidate<CopyAction>>
  readonly olds: Spool<Candidate<FsObject>>
}

function spoolOf<Item>(packing: Packing<Item>, options: SpoolOptions): Spool<Candidate<Item>> {
  return createSpoolOf<Candidate<Item>>({ packing: candidatePacking(packing), key: keyOf }, options)
}

function keyOf({ identity: { text, modTime = 0n } }: Candidate<unknown>): string {
  return `${text} ${String(modTime + 2n ** 63n).padStart(20, '0')}`
}

function sizeKey({ size }: FsObject): string {
  return size === undefined ? 'unknown' : String(size).padStart(16, '0')
}

const OBJECT: Packing<FsObject> = {
  write: (object, to) => entryPacking.write(object, to),
  read: (from) => entryPacking.read(from) as Extract<FsEntry, { kind: 'object' }>,
}

function candidatePacking<Item>(packing: Packing<Item>): Packing<Candidate<Item>> {
  return {
    write: ({ item, identity }, to) => {
      packing.write(item, to)
      to.text(identity.text)
      to.byte(identity.modTime === undefined ? 0 : 1)
      if (identity.modTime !== undefined) to.bigint(identity.modTime)
    },
    read: (from) => {
      const item = packing.read(from)
      const text = from.text()
      return { item, identity: { text, ...(from.byte() === 1 && { modTime: from.bigint() }) } }
    },
  }
}
