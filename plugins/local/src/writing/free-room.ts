import { statfsSync } from 'node:fs'
import { classified, failure } from '../errors.js'
import type { LocalRoot } from '../local-root.js'
import type { Located } from '../names/locate.js'
import { directoryOfNative } from '../names/native-path.js'

/** Bytes from which on it is worth asking. */
const WORTH_ASKING = 1024 * 1024

/** Throws `quota` when a file of `size` bytes has no room beside `at`: before anything is written, and for the price of one call. */
export function demandRoom({ options }: LocalRoot, at: Located, size: number | undefined): void {
  if (options.no_preallocate || size === undefined || size < WORTH_ASKING) return
  const { blocks, bavail, bsize } = classified(at, () => statfsSync(directoryOfNative(at.native)))
  const free = bavail * bsize
  if (blocks > 0 && size > free) throw failure('quota', `no space left on device: ${size} bytes are needed, ${free} are free`, at)
}
