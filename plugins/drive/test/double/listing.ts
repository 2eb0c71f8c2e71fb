import { hash } from 'node:crypto'
import { ApiError, invalid } from './api-error.js'
import type { Node } from './node.js'
import { parseSearch } from './search.js'
import { ROOT_ID, type Store } from './store.js'

interface Page {
  readonly nodes: readonly Node[]
  readonly nextPageToken?: string
}

export type Lister = (query: URLSearchParams) => Page

/** Searches page by page, in an order that only a seed explains. What came or went after the first page is as it is then. */
export function createLister(store: Store, seed: string, mostPerPage: number, forgetsGroups: () => boolean): Lister {
  const rests = new Map<string, readonly string[]>()
  const facts = { realId: (id: string) => (id === 'root' ? ROOT_ID : id), isTrashed: store.isTrashed }
  return (query) => {
    const q = query.get('q') ?? ''
    const pageSize = Number(query.get('pageSize') ?? 100)
    if (!(pageSize >= 1 && pageSize <= 1000)) throw invalid('pageSize')
    for (const [, parent = ''] of q.matchAll(/'([^'\\]*)' in parents/g)) store.node(parent)
    const matches = parseSearch(q, facts)
    const token = query.get('pageToken')
    const rest = token === null ? found() : rests.get(token)
    if (rest === undefined) throw new ApiError(400, 'invalid', 'Invalid page token')

    const size = Math.min(pageSize, mostPerPage)
    const ids = rest.slice(0, size)
    const left = rest.slice(size)
    const nodes = ids.flatMap((id) => store.nodes.get(id) ?? []).filter(matches)
    if (left.length === 0) return { nodes }
    const nextPageToken = `~!!~${hash('sha256', `${q} ${left.join()}`, 'hex')}`
    rests.set(nextPageToken, left)
    return { nodes, nextPageToken }

    function found(): readonly string[] {
      if (forgetsGroups() && (q.match(/ in parents/g)?.length ?? 0) > 1) return []
      const all = [...store.nodes.values()].filter((node) => node.id !== ROOT_ID && matches(node))
      return all
        .map(({ id }) => ({ id, rank: hash('md5', seed + id, 'hex') }))
        .sort((a, b) => (a.rank < b.rank ? -1 : 1))
        .map(({ id }) => id)
    }
  }
}
