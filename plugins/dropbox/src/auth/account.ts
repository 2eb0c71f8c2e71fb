import type { BackendContext } from '@tranship/core/backend'
import { createSession, type Session } from '../client.js'
import type { DropboxOptions } from '../options.js'
import { settingsOf } from '../settings.js'

/** Who is logged in, and the namespaces that `root_namespace` can be. */
export async function userInfo(options: DropboxOptions, context: BackendContext): Promise<Readonly<Record<string, string>>> {
  const { name, email, account_id, account_type, root_info } = await within(options, context, (session) =>
    session.ask({ path: '' }, (dropbox) => dropbox.usersGetCurrentAccount()),
  )
  return {
    Name: name.display_name,
    Email: email,
    'Account ID': account_id,
    'Account type': account_type['.tag'],
    'Root namespace': root_info.root_namespace_id,
    'Home namespace': root_info.home_namespace_id,
  }
}

/** Takes the token back at the service. */
export async function disconnect(options: DropboxOptions, context: BackendContext): Promise<void> {
  await within(options, context, (session) => session.ask({ path: '' }, (dropbox) => dropbox.authTokenRevoke()))
}

async function within<Result>(
  options: DropboxOptions,
  context: BackendContext,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = createSession(settingsOf(options, context.remote), context)
  try {
    return await work(session)
  } finally {
    session.close()
  }
}
