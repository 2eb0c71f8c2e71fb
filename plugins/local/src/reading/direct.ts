import { realpathSync } from 'node:fs'
import type { DirectSource, FsObject } from '@tranship/core/backend'
import { classified, failure } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import { locate } from '../names/locate.js'
import { demandObject } from '../status/condition.js'
import { lookForLink, lookForReading } from '../status/look.js'
import { AT_ONCE } from './open-file.js'
import { readWhole } from './whole-file.js'

/** A small file is read in one call, a large one by whoever wants it; a link that is shown as a text by neither. */
export function directSource(root: LocalRoot, object: FsObject): DirectSource {
  if (lookForLink(root, object.path) !== undefined || root.options.no_check_updated) return {}
  if (object.size !== undefined && object.size <= AT_ONCE) return { whole: () => wholeFile(root, object) }
  const { at, found } = lookForReading(root, object.path)
  demandObject(found, at, object)
  if (typeof at.native !== 'string') return {}
  return { file: root.links === 'follow' ? classified(at, () => realpathSync(at.native).toString()) : at.native }
}

function wholeFile(root: LocalRoot, object: FsObject): Uint8Array {
  const bytes = readWhole(root, object, Buffer.allocUnsafe)
  if (bytes === undefined) throw failure('mismatch', 'the file became larger since it was listed', locate(root, object.path))
  return bytes
}
