import type { FsObject } from '../../fs/entry.js'
import { FsError, isFsError } from '../../fs/error.js'
import type { Fs } from '../../fs/fs.js'
import type { FsPath } from '../../fs/path.js'
import type { Action, CompareAction, CopyAction, InspectAction, SettledAction } from './action.js'
import { decideByHash, decideObjects } from './decide.js'
import { type Rules, rulesFor } from './rules.js'
import { commonHashes, sharedDigests } from './shared-hash.js'

/** Further places that may hold what is to be copied. */
export interface References {
  /** What one of these has need not be copied at all. */
  readonly compareWith: readonly Fs[]
  /** What one of these has is copied from there by the service itself. */
  readonly copyFrom: readonly Fs[]
}

export interface Settling {
  readonly src: Fs
  readonly dst: Fs
  readonly rules: Rules
  readonly references: References
  readonly signal: AbortSignal
}

/** Whether anything must be asked or read before the action can be carried out. */
export function isUnsettled(action: Action, { compareWith, copyFrom }: References): boolean {
  if (action.do === 'copy') return compareWith.length > 0 || copyFrom.length > 0
  return action.do === 'inspect' || action.do === 'compare'
}

/** Asks and reads what the action depends on. */
export async function settle(action: Action, settling: Settling): Promise<SettledAction> {
  switch (action.do) {
    case 'inspect':
      return settleInspected(action, settling)
    case 'compare':
      return settle(decideByHash(action, ...(await hashesOf(action, settling)), settling.rules), settling)
    case 'copy':
      return lookedUp(action, settling)
    default:
      return action
  }
}

async function settleInspected(action: InspectAction, settling: Settling): Promise<SettledAction> {
  const { src, dst, rules, signal } = settling
  const [left, right] = await Promise.all([
    action.sides.includes('src') ? statOf(src, action.src, signal) : action.src,
    action.sides.includes('dst') ? statOf(dst, action.dst, signal) : action.dst,
  ])
  const next = decideObjects(left, right, rules)
  if (next.do === 'inspect') {
    const { path } = action
    throw new FsError('unexpected', `cannot tell whether it has changed: the ${SIDES[next.sides[0] ?? 'src']} tells no time`, { path })
  }
  return settle(next, settling)
}

const SIDES = { src: 'source', dst: 'destination' }

/** The object as a stat tells it. A stat goes by the path: where names are not unique it may tell of another object. */
async function statOf(fs: Fs, object: FsObject, signal: AbortSignal): Promise<FsObject> {
  const found = await fs.stat(object.path, { signal, listed: object })
  if (!fs.features.duplicates || found.id === object.id) return found
  throw new FsError('unsupported', 'it is one of several of this name, and only another one of them can be asked for its time', {
    path: object.path,
  })
}

function hashesOf(action: CompareAction, { src, dst, signal }: Settling): ReturnType<typeof sharedDigests> {
  const names = commonHashes(src.features, dst.features)
  return sharedDigests({ fs: src, object: action.src }, { fs: dst, object: action.dst }, names, signal)
}

/** The copy, unless a place to compare with has the file already; from a place to copy from, if one has it. */
async function lookedUp(action: CopyAction, settling: Settling): Promise<SettledAction> {
  const { compareWith, copyFrom } = settling.references
  for (const reference of compareWith) {
    if ((await sameAt(reference, action, settling)) !== undefined) return { do: 'keep', path: action.path, why: 'compare-dest' }
  }
  for (const [index, reference] of copyFrom.entries()) {
    const object = await sameAt(reference, action, settling)
    if (object !== undefined) return { ...action, like: { reference: index, object } }
  }
  return action
}

/** What stands at the path in a reference, if it is the same file as the source. */
async function sameAt(reference: Fs, { path, src: object }: CopyAction, settling: Settling): Promise<FsObject | undefined> {
  const { src, rules, signal } = settling
  const found = await statOrNothing(reference, path, signal)
  if (found === undefined) return undefined
  const plain = { ...rules, update: false, immutable: false, moves: false, existing: 'compare', updateModTime: false } as const
  const ownRules = rulesFor(plain, src, reference)
  const verdict = await settle(decideObjects(object, found, ownRules), {
    ...settling,
    dst: reference,
    rules: ownRules,
    references: NOWHERE,
  })
  return verdict.do === 'keep' ? found : undefined
}

const NOWHERE: References = { compareWith: [], copyFrom: [] }

async function statOrNothing(fs: Fs, path: FsPath, signal: AbortSignal): Promise<FsObject | undefined> {
  try {
    return await fs.stat(path, { signal })
  } catch (error) {
    if (isFsError(error, 'not-found') || isFsError(error, 'is-directory')) return undefined
    throw error
  }
}
