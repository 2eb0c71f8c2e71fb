import type { Fs } from '@tranship/core'
import { telling } from './told.js'

/** No size is known before reading, as of documents that are exported. */
export function withUnknownSizes(inner: Fs): Fs {
  return telling(inner, ({ size: _hidden, ...object }) => object)
}

/** The same object has another id each time it is told of. */
export function withChangingIds(inner: Fs): Fs {
  let count = 0
  return telling(inner, (object) => ({ ...object, id: `id ${++count}` }))
}
