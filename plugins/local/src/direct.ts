import { realpathSync } from 'node:fs'
import type { DirectSource, FsObject } from '@tranship/core/backend'
import { demandObject } from './condition.js'
import { classified, failure } from './errors.js'
import type { LocalRoot } from './local-root.js'
import { locateForReading, lookForLink, lookForReading } from './look.js'
import { AT_ONCE, demandUnchanged, openToRead, readAtOnce } from './open-file.js'

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
  const at = locateForReading(root, object.path)
  const file = openToRead(root, at)
  try {
    const bytes = Buffer.allocUnsafe(Number(demandObject(file, at, object).status.size))
    if (classified(at, () => readAtOnce(file.fd, bytes, 0)) < bytes.byteLength) {
      throw failure('mismatch', 'the file became shorter while it was read', at)
    }
    demandUnchanged(root, at, file)
    return bytes
  } finally {
    file.close()
  }
}
