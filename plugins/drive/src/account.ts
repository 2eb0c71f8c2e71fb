import { type CleanUpOptions, FsError, ROOT, type Usage } from '@tranship/core/backend'
import { jsonOf, type Session } from './client.js'
import { FILES } from './files.js'

interface Quota {
  readonly limit?: string
  readonly usage?: string
  readonly usageInDrive?: string
  readonly usageInDriveTrash?: string
}

/** What the account uses: in Drive, in its trash, and elsewhere at Google. */
export async function accountUsage(session: Session, signal: AbortSignal): Promise<Usage> {
  const reply = await session.steadyRequest({ method: 'GET', to: '/drive/v3/about', query: { fields: 'storageQuota' }, path: '', signal })
  return usageOf(jsonOf<{ storageQuota?: Quota }>(reply, '').storageQuota ?? {})
}

function usageOf({ limit, usage, usageInDrive, usageInDriveTrash }: Quota): Usage {
  const [total, all, used, trashed] = [limit, usage, usageInDrive, usageInDriveTrash].map((text) =>
    text === undefined ? undefined : Number(text),
  )
  return {
    ...(total !== undefined && { total }),
    ...(used !== undefined && { used }),
    ...(trashed !== undefined && { trashed }),
    ...(all !== undefined && used !== undefined && { other: Math.max(0, all - used) }),
    ...(total !== undefined && all !== undefined && { free: Math.max(0, total - all) }),
  }
}

/** Empties the trash, which is one for the whole drive. */
export async function emptyTrash(
  { settings, steadyRequest }: Session,
  { directory = ROOT }: CleanUpOptions,
  signal: AbortSignal,
): Promise<void> {
  if (directory !== ROOT)
    throw new FsError('unsupported', 'the trash is emptied as a whole: name the root of the remote', { path: directory })
  const query = settings.sharedDrive === undefined ? {} : { driveId: settings.sharedDrive }
  await steadyRequest({ method: 'DELETE', to: `${FILES}/trash`, query, path: '', signal })
}
