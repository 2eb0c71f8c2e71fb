import { realpathSync } from 'node:fs'
import { type DirectSource, type FsObject, type OperationOptions, untilAborted } from '@tranship/core/backend'
import { classified } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import { demandObject } from '../status/condition.js'
import { lookForLink, lookForReading } from '../status/look.js'
import { AT_ONCE } from './open-file.js'
import { readSmall, readWaiting } from './whole-file.js'

/** A small file is read in one call, a large one by whoever wants it; a link that is shown as a text by neither. */
export async function directSource(root: LocalRoot, object: FsObject, { signal }: OperationOptions = {}): Promise<DirectSource> {
  const pause = root.slices.next()
  if (pause !== undefined) await pause
  signal?.throwIfAborted()
  if (lookForLink(root, object.path) !== undefined || root.options.no_check_updated) return {}
  if (object.size !== undefined && object.size <= AT_ONCE) {
    const coming = readWaiting(root, object)
    const read = coming && (await untilAborted(coming, signal))
    return { whole: () => (read ?? readSmall(root, object, Buffer.allocUnsafe)).bytes }
  }
  const { at, found } = lookForReading(root, object.path)
  demandObject(found, at, object)
  if (typeof at.native !== 'string') return {}
  return { file: root.links === 'follow' ? classified(at, () => realpathSync(at.native).toString()) : at.native }
}
