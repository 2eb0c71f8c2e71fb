import { comparePaths } from '@tranship/core/backend'
import { invalid } from './api-error.js'
import type { Answer, Asked } from './request.js'
import { objectResource } from './resources.js'
import { bucketOf, objectIn, type State } from './state.js'

interface Position {
  /** The last name, or prefix, that was told. */
  readonly last: string
}

/** Names in the order of their bytes; objects and prefixes share the number that a page may have. */
export function listObjects(state: State, { query, names: [name = ''], origin }: Asked, pageSize: number): Answer {
  const bucket = bucketOf(state, name)
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const start = query.get('startOffset')
  const end = query.get('endOffset')
  const told = positionIn(query.get('pageToken'))
  const limit = Math.min(Number(query.get('maxResults') ?? 1000), pageSize)
  if (limit < 1) throw invalid('Invalid value for: maxResults')

  const items: string[] = []
  const prefixes: string[] = []
  let last: string | undefined
  let isMore = false
  for (const key of [...bucket.objects.keys()].sort(comparePaths)) {
    if (!key.startsWith(prefix)) continue
    if (start !== null && comparePaths(key, start) < 0) continue
    if (end !== null && comparePaths(key, end) >= 0) continue
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    const entry = at === -1 ? key : key.slice(0, at + delimiter.length)
    if (entry === last || (told !== undefined && comparePaths(entry, told.last) <= 0)) continue
    if (items.length + prefixes.length === limit) {
      isMore = true
      break
    }
    last = entry
    ;(at === -1 ? items : prefixes).push(entry)
  }
  return {
    status: 200,
    body: {
      kind: 'storage#objects',
      ...(prefixes.length > 0 && { prefixes }),
      ...(items.length > 0 && { items: items.map((key) => objectResource(name, objectIn(bucket, key), origin)) }),
      ...(isMore && last !== undefined && { nextPageToken: Buffer.from(JSON.stringify({ last })).toString('base64') }),
    },
  }
}

function positionIn(token: string | null): Position | undefined {
  if (token === null || token === '') return undefined
  try {
    return JSON.parse(Buffer.from(token, 'base64').toString())
  } catch {
    throw invalid('Invalid page token.')
  }
}
