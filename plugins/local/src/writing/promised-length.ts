import type { Bytes } from '@tranship/core/backend'
import { failure } from '../errors.js'
import type { Located } from '../names/locate.js'

/** The body. Throws `mismatch` when its length is not the promised one, before the first chunk that is too much. */
export async function* promised(body: Bytes, promise: number | undefined, at: Located): Bytes {
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (promise !== undefined && size > promise) throw failure('mismatch', `the source is longer than the promised ${promise} bytes`, at)
    yield chunk
  }
  if (promise !== undefined && size < promise) throw failure('mismatch', `the source ended after ${size} of ${promise} bytes`, at)
}
