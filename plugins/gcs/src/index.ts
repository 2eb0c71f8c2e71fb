/**
 * Google Cloud Storage, by its JSON API.
 *
 * @packageDocumentation
 */
import { type Backend, defineBackend } from '@tranship/core/backend'
import { needsLogIn } from './auth/credentials.js'
import { createGcsFs } from './gcs-fs.js'
import { OPTIONS } from './options.js'
import { settingsOf } from './settings.js'

export { OPTIONS }

const gcs: Backend<typeof OPTIONS> = defineBackend({
  contract: 1,
  type: 'google cloud storage',
  prefix: 'gcs',
  aliases: ['gcs'],
  description: 'Google Cloud Storage',
  options: OPTIONS,
  limits: { start: 96, floor: 4, ceiling: 512, growth: 2 },
  open: async (options, context) => createGcsFs(settingsOf(options, context.remote, process.env), context),
  needsLogIn,
  authorize: async (options, io, context) => (await import('./auth/authorize.js')).authorize(options, io, context),
})

export default gcs
