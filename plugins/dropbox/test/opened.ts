import { type Backend, type BackendContext, type Fs, type OptionInput, openFs } from '@tranship/core'
import { createDropboxFs } from '../src/dropbox-fs.js'
import dropbox, { type OPTIONS } from '../src/index.js'
import { settingsOf } from '../src/settings.js'

/** The backend, with a double at this URL in the place of the service's hosts. */
export function backendAt(url: string): Backend<typeof OPTIONS> {
  return {
    ...dropbox,
    open: async (options, context) =>
      createDropboxFs({ ...settingsOf(options, context.remote), hosts: { api: url, content: url } }, context),
  }
}

/** An Fs as core opens it, over a double at this URL. */
export function opened(url: string, options: OptionInput<typeof OPTIONS>, context?: BackendContext): Promise<Fs> {
  return openFs(backendAt(url), { client_id: 'app', token_url: `${url}/oauth2/token`, ...options }, context)
}
