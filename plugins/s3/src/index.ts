/**
 * Amazon S3, and everything that speaks its API.
 *
 * @packageDocumentation
 */
import { type Backend, defineBackend } from '@tranship/core/backend'
import { withProfileRegion } from './client/profile-region.js'
import { settingsOf } from './client/settings.js'
import { COMMANDS } from './commands/commands.js'
import { OPTIONS } from './options.js'
import { createS3Fs } from './s3-fs.js'

export { OPTIONS }

const s3: Backend<typeof OPTIONS> = defineBackend({
  contract: 1,
  type: 's3',
  prefix: 's3',
  description: 'Amazon S3 and compatible storage',
  options: OPTIONS,
  limits: { start: 96, floor: 4, ceiling: 512, growth: 2 },
  commands: COMMANDS,
  open: async (options, context) =>
    createS3Fs(settingsOf(await withProfileRegion(options, process.env), context.remote, process.env), context),
})

export default s3
