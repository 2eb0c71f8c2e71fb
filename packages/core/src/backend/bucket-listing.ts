import type { Page } from '../fs/entry.js'
import type { ListAllOptions } from '../fs/fs.js'
import { comparePaths, orderKey } from '../fs/order.js'
import type { FsPath } from '../fs/path.js'

/** Everything below the root of a bucket store: one bucket after the other, each before what is `below` it, as far as they are wanted. */
export async function* belowRoot(
  buckets: AsyncIterable<Page> | Iterable<Page>,
  { after = '', upTo, enter = () => true }: ListAllOptions,
  below: (bucket: FsPath) => AsyncIterable<Page>,
): AsyncGenerator<Page> {
  for await (const page of buckets) {
    for (const bucket of page) {
      const key = orderKey(bucket)
      if (upTo !== undefined && comparePaths(key, upTo) > 0) return
      if (comparePaths(key, after) > 0) yield [bucket]
      if (bucket.kind === 'directory' && enter(bucket.path)) yield* below(bucket.path)
    }
  }
}
