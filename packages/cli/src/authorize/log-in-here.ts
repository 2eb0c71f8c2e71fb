import { parseOptions } from '@tranship/core'
import type { Session } from '../session.js'
import { authorizeIO } from './authorize-io.js'
import { openBrowser } from './browser.js'
import type { LogInHere } from './log-in.js'

/** Logs in with the browser of this machine; `opens` false: the link is only printed. */
export function logInHere(session: Session, remote: string, opens = true): LogInHere {
  const open = opens ? (link: string) => openBrowser(link, process.env, process.platform) : undefined
  return async (backend, values, prompter) => {
    const options = parseOptions(backend.options, values, remote)
    const context = await session.contextOf(remote, backend, values)
    const added = await backend.authorize?.(options, authorizeIO(prompter, session.signal, open), context)
    return added ?? {}
  }
}
