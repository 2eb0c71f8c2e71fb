/**
 * OpenStack Swift, and everything that speaks its API.
 *
 * @packageDocumentation
 */
import { type Backend, defineBackend } from '@tranship/core/backend'
import { OPTIONS } from './options.js'
import { settingsOf } from './settings.js'
import { createSwiftFs } from './swift-fs.js'

export { OPTIONS }

const swift: Backend<typeof OPTIONS> = defineBackend({
  contract: 1,
  type: 'swift',
  prefix: 'swift',
  description: 'OpenStack Swift: Rackspace Cloud Files, Memset Memstore, OVH, Ceph',
  options: OPTIONS,
  limits: { start: 96, floor: 4, ceiling: 512, growth: 2 },
  open: async (options, context) => createSwiftFs(settingsOf(options, context.remote, process.env), context),
})

export default swift
