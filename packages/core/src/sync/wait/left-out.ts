import { everything } from '../../filter/filter.js'
import { entryAt, inParallel } from '../../tree/lookup.js'
import type { Run } from '../run.js'
import { createExtras, type Extras } from './extras.js'
import { isUnread } from './findings.js'

/** No extra is what the source could not be read for, or what a filter leaves out of it for its size, its age or its neighbours. */
export async function withoutLeftOut({ src, options, signal, spooling, width, findings }: Run, found: Extras): Promise<Extras> {
  const { filter = everything, deleteExcluded = false } = options
  const asks = !filter.judgesByPath && !deleteExcluded
  if (found.size === 0 || !(asks || findings.unread.size > 0)) return found
  const extras = createExtras(spooling)
  for await (const page of found.inOrder()) {
    const isThere = await inParallel(
      page,
      async ({ path }) => isUnread(findings, path) || (asks && (await entryAt(src, path, signal)) !== undefined),
      width,
    )
    for (const [index, entry] of page.entries()) if (isThere[index] !== true && entry.kind !== 'unreadable') await extras.add(entry)
  }
  return extras
}
