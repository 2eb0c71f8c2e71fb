import type { FsEntry, FsObject } from '../../fs/entry.js'
import type { FsPath } from '../../fs/path.js'
import { entryPacking } from '../../tree/entry-packing.js'
import type { Packing } from '../../tree/packing.js'
import type { CopyAction, CopyReason } from '../decide/action.js'

const REASONS: readonly CopyReason[] = ['missing', 'size', 'modTime', 'hash', 'always']

/** A transfer that waits. What another place may have of it is looked up anew. */
export const copyPacking: Packing<CopyAction> = {
  write: ({ path, src, dst, why }, to) => {
    to.text(path)
    to.byte(REASONS.indexOf(why))
    entryPacking.write(src, to)
    to.byte(dst === undefined ? 0 : 1)
    if (dst !== undefined) entryPacking.write(dst, to)
  },
  read: (from) => {
    const path = from.text() as FsPath
    const why = REASONS[from.byte()] as CopyReason
    const src = asObject(entryPacking.read(from))
    const dst = from.byte() === 1 ? asObject(entryPacking.read(from)) : undefined
    return { do: 'copy', path, src, ...(dst && { dst }), why }
  },
}

function asObject(entry: FsEntry): FsObject {
  if (entry.kind !== 'object') throw new TypeError(`an object was packed, and a ${entry.kind} came back`)
  return entry
}
