import { type FsDirectory, FsError, ROOT, shownPath } from '@tranship/core/backend'
import { jsonOf, type Session } from '../client.js'
import { fromRfc3339 } from '../rfc3339.js'
import { projectOf } from './project.js'

interface BucketList {
  readonly nextPageToken?: string
  readonly items?: readonly { readonly name?: string; readonly timeCreated?: string }[]
}

/** The buckets of the project, page by page in the order of their names. */
export async function* bucketPages(session: Session, signal: AbortSignal | undefined): AsyncGenerator<readonly FsDirectory[]> {
  signal?.throwIfAborted()
  const project = await projectOf(session)
  let token: string | undefined
  for (;;) {
    const reply = await session.steadyRequest({
      method: 'GET',
      target: '/b',
      query: {
        project,
        maxResults: String(session.settings.listChunk),
        pageToken: token,
        fields: 'nextPageToken,items(name,timeCreated)',
      },
      path: ROOT,
      action: 'bucket',
      signal,
      limit: 16 * 1024 ** 2,
    })
    const { items = [], nextPageToken } = jsonOf<BucketList>(reply, ROOT)
    yield items.map(({ name = '', timeCreated }) => {
      const path = name.includes('/') ? undefined : shownPath(name)
      if (path === undefined) throw new FsError('unexpected', `the service names a bucket ${JSON.stringify(name)}`, { path: ROOT })
      const modTime = fromRfc3339(timeCreated)
      return { kind: 'directory', path, ...(modTime !== undefined && { modTime }) }
    })
    if (nextPageToken === undefined || nextPageToken === '') return
    if (nextPageToken === token) throw new FsError('unexpected', 'the service lists the buckets in circles', { path: ROOT })
    token = nextPageToken
  }
}
