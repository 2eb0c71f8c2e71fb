import type { Usage } from '@tranship/core/backend'
import type { Session } from './client.js'

/** The room of the account; of a team's member that of the team. */
export async function usage(session: Session, signal: AbortSignal | undefined): Promise<Usage> {
  const { used: own, allocation } = await session.ask({ path: '', signal }, (dropbox) => dropbox.usersGetSpaceUsage())
  if (allocation['.tag'] === 'other') return { used: own }
  const used = allocation['.tag'] === 'team' ? allocation.used : own
  return { total: allocation.allocated, used, free: Math.max(0, allocation.allocated - used) }
}
