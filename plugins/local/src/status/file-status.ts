import { isUtf8 } from 'node:buffer'
import { type BigIntStats, lstatSync, realpathSync, statSync } from 'node:fs'
import { ROOT } from '@tranship/core/backend'
import { classified, codeOf, failure } from '../errors.js'
import type { Located } from '../names/locate.js'
import type { NativePath } from '../names/native-path.js'

/** The status of what is at `at`, undefined when nothing is. Only the root itself may be a symbolic link. */
export function statusOf(at: Located): BigIntStats | undefined {
  const read = at.path === ROOT ? statSync : lstatSync
  return classified(at, () => read(at.native, { bigint: true, throwIfNoEntry: false }))
}

/** The status of what a symbolic link leads to; undefined where it leads to nothing. Throws `denied` where links lead in a circle. */
export function statusBehind(at: Located): BigIntStats | undefined {
  try {
    return statSync(at.native, { bigint: true, throwIfNoEntry: false })
  } catch (error) {
    if (codeOf(error) === 'ELOOP') throw failure('denied', 'symbolic links lead in a circle', at, error)
    return classified(at, () => {
      throw error
    })
  }
}

/** The path of what is at `at`, without links. */
export function realPath(at: Located): NativePath {
  const bytes = classified(at, () => realpathSync(at.native, 'buffer'))
  return isUtf8(bytes) ? bytes.toString() : bytes
}
