import { randomBytes } from 'node:crypto'
import { refused } from '../refusal.js'
import type { Knobs, Route } from '../routes.js'
import { metadataOf, type Store } from '../store.js'

export function listingRoutes(store: Store, knobs: Knobs): Readonly<Record<string, Route>> {
  const rests = new Map<string, readonly unknown[]>()

  const pageOf = (entries: readonly unknown[], limit: number) => {
    const cursor = randomBytes(12).toString('base64url')
    rests.set(cursor, entries.slice(limit))
    return { entries: entries.slice(0, limit), cursor, has_more: entries.length > limit }
  }

  return {
    'files/list_folder': ({ argument: { path, recursive, limit = 2000, include_non_downloadable_files = true } }) => {
      const key = store.keyOf(path, 'path')
      const node = store.nodes.get(key)
      if (key !== '' && node === undefined) throw refused('path', 'not_found')
      if (node?.kind === 'file') throw refused('path', 'not_folder')
      const below = store.below(key).filter(([each]) => recursive || !each.slice(key.length + 1).includes('/'))
      const told = recursive && node !== undefined ? [[key, node] as const, ...below] : below
      const entries = told
        .filter(([, each]) => include_non_downloadable_files || each.kind === 'folder' || each.isDownloadable)
        .map(([each, stored]) => metadataOf(each, stored))
      return pageOf(entries, Math.min(limit, knobs.pageSize))
    },
    'files/list_folder/continue': ({ argument: { cursor } }) => {
      const rest = rests.get(cursor)
      if (rest === undefined) throw refused('reset')
      return pageOf(rest, knobs.pageSize)
    },
  }
}
