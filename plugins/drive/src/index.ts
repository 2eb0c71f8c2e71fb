/**
 * Google Drive.
 *
 * @packageDocumentation
 */
import { authorizeByCode, type Backend, ConfigError, defineBackend } from '@tranship/core/backend'
import { needsLogIn, providerOf } from './auth/login.js'
import { COMMANDS } from './commands/commands.js'
import { createDriveFs } from './drive-fs.js'
import { OPTIONS } from './options.js'
import { settingsOf } from './settings.js'

export { OPTIONS }

const drive: Backend<typeof OPTIONS> = defineBackend({
  contract: 1,
  type: 'drive',
  prefix: 'drive',
  description: 'Google Drive',
  options: OPTIONS,
  commands: COMMANDS,
  limits: { start: 8, floor: 2, ceiling: 128, growth: 1 },
  open: async (options, context) => createDriveFs(await settingsOf(options, context.remote), context),
  needsLogIn,
  authorize: async (options, io, context) => {
    const provider = providerOf(options)
    if (provider.clientId === '') {
      throw new ConfigError(
        `remote "${context.remote}": "client_id" and "client_secret" are missing: make them in the Google API Console, at https://console.cloud.google.com/apis/credentials`,
      )
    }
    return { token: JSON.stringify(await authorizeByCode(provider, io, context)) }
  },
})

export default drive
