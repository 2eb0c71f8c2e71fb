import { defineBackend } from '@tranship/core/backend'
import { options } from './options.js'

export default defineBackend({
  contract: 1,
  type: 'local',
  prefix: 'local',
  description: 'Local file system',
  options,
  rootOption: 'root',
  open: async (options, context) => {
    const { openLocalFs } = await import('./local-fs.js')
    return openLocalFs(options, context.log)
  },
})
