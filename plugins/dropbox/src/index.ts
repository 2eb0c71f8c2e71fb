/**
 * Dropbox.
 *
 * @packageDocumentation
 */
import { type Backend, defineBackend } from '@tranship/core/backend'
import { authorize } from './auth/authorize.js'
import { createDropboxFs } from './dropbox-fs.js'
import { OPTIONS } from './options.js'
import { settingsOf } from './settings.js'

export { OPTIONS }

const dropbox: Backend<typeof OPTIONS> = defineBackend({
  contract: 1,
  type: 'dropbox',
  prefix: 'dropbox',
  description: 'Dropbox',
  options: OPTIONS,
  limits: { start: 4, floor: 1, ceiling: 64, growth: 0 },
  open: async (options, context) => createDropboxFs(settingsOf(options, context.remote), context),
  authorize,
  userInfo: async (options, context) => (await import('./auth/account.js')).userInfo(options, context),
  disconnect: async (options, context) => (await import('./auth/account.js')).disconnect(options, context),
})

export default dropbox
