import { closeSync, realpathSync } from 'node:fs'
import type { DirectSource, FsObject } from '@tranship/core/backend'
import { demandObject } from './condition.js'
import { classified, failure } from './errors.js'
import type { LocalRoot } from './local-root.js'
import { lookForLink, lookForReading } from './look.js'
import { AT_ONCE, readAtOnce } from './open-file.js'
import { demandUnchanged, openObject } from './open-object.js'

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
  const file = openObject(root, object)
  try {
    const bytes = Buffer.allocUnsafe(Number(file.status.size))
    if (classified(file.at, () => readAtOnce(file.fd, bytes, 0)) < bytes.byteLength) {
      throw failure('mismatch', 'the file became shorter while it was read', file.at)
    }
    demandUnchanged(root, file)
    return bytes
  } finally {
    closeSync(file.fd)
  }
}
