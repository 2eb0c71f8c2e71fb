import { FsError, ROOT } from '@tranship/core/backend'
import type { Session } from '../client.js'

/** The project whose buckets are meant: that of the remote, else that of its credentials. */
export async function projectOf({ settings, access }: Session): Promise<string> {
  const { project, credentials } = settings
  const own = credentials.kind === 'service account' ? credentials.key.project_id : undefined
  const found = project ?? own ?? (await access.project())
  if (found !== undefined && found !== '') return found
  throw new FsError('unsupported', 'buckets belong to a project: set "project_number" to list or make them', { path: ROOT })
}
