/**
 * The reference backend: a whole Fs in memory, gone with the process.
 *
 * @packageDocumentation
 */
import { defineBackend } from '@tranship/core/backend'

export default defineBackend({
  contract: 1,
  type: 'memory',
  prefix: 'memory',
  description: 'In memory object storage',
  options: {},
  open: async () => (await import('./memory-fs.js')).createMemoryFs(),
})
