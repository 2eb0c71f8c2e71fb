import type { FsDirectory, FsEntry, FsObject, Page } from '../fs/entry.js'
import type { Features } from '../fs/fs.js'
import { comparePaths } from '../fs/order.js'

/** Something that stands at a path; a name may be given to several of these where names are not unique. */
type Named = FsObject | FsDirectory

/** The listing of an Fs of these features with one entry for each name. Where names are unique that is the listing itself. */
export function withUniqueNames(pages: AsyncIterable<Page>, features: Features, duplicate: (entry: Named) => void): AsyncIterable<Page> {
  return features.duplicates ? onePerName(pages, duplicate) : pages
}

/**
 * Lets one entry through for each name: of objects of one path, and of directories of one path, the newest stands for the
 * name, of equally new ones that of the smallest id. Told of the others is `duplicate`, in path order. The pages are in path order.
 */
export async function* onePerName(pages: AsyncIterable<Page>, duplicate: (entry: Named) => void): AsyncIterable<Page> {
  let standing: Named | undefined
  for await (const page of pages) {
    const told: FsEntry[] = []
    for (const entry of page) {
      if (standing !== undefined && standing.kind === entry.kind && standing.path === entry.path) {
        const [first, other] = inRank(standing, entry)
        standing = first
        duplicate(other)
        continue
      }
      if (standing !== undefined) told.push(standing)
      standing = entry.kind === 'unreadable' ? undefined : entry
      if (entry.kind === 'unreadable') told.push(entry)
    }
    yield told
  }
  if (standing !== undefined) yield [standing]
}

/** The one that stands for the name comes first; of two that nothing tells apart, the one that was listed first. */
function inRank(a: Named, b: Named): readonly [Named, Named] {
  const [ageOfA, ageOfB] = [newness(a), newness(b)]
  if (ageOfA !== ageOfB) return ageOfA > ageOfB ? [a, b] : [b, a]
  return comparePaths(a.id ?? '', b.id ?? '') <= 0 ? [a, b] : [b, a]
}

/**
 * When the service took it in, where it says so: what a sync has written is then the newest, whatever time it gave it. Else the
 * time that its writer set; what has no time at all is the oldest.
 */
function newness(entry: Named): bigint {
  const lastModified = entry.kind === 'object' ? entry.lastModified : undefined
  return lastModified ?? entry.modTime ?? -(2n ** 64n)
}
