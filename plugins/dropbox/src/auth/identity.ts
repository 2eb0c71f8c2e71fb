import { FsError, untilAborted } from '@tranship/core/backend'
import type { Settings } from '../settings.js'

/** Headers that say whose files are meant, and which of his spaces. */
export type Identity = Readonly<Record<string, string>>

/** Asks for the ID of a member of the team. */
export type FindMember = (email: string) => Promise<string | undefined>

/** The headers of every request about files; who is to be impersonated is looked up once. */
export function createIdentity(
  { impersonate, impersonateAdmin, rootNamespace, remote }: Settings,
  findMember: FindMember,
): (signal: AbortSignal | undefined) => Promise<Identity> {
  const root: Identity =
    rootNamespace === undefined ? {} : { 'dropbox-api-path-root': `{".tag": "namespace_id", "namespace_id": "${rootNamespace}"}` }
  const known: Identity = impersonateAdmin === undefined ? root : { ...root, 'dropbox-api-select-admin': impersonateAdmin }
  if (impersonate === undefined) return async () => known

  let found: Promise<Identity> | undefined
  const find = async (): Promise<Identity> => {
    const member = await findMember(impersonate)
    if (member !== undefined) return { ...root, 'dropbox-api-select-user': member }
    throw new FsError('denied', `the team of "${remote}" has no member with the e-mail address of "impersonate"`)
  }
  return (signal) => {
    found ??= find().catch((error: unknown) => {
      found = undefined
      throw error
    })
    return untilAborted(found, signal)
  }
}
