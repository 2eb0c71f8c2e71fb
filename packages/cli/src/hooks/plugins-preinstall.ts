import type { Hook } from '@oclif/core/hooks'
import { refusal } from '../backends/plugin-name.js'

/** Installing a package runs its install scripts, so a name that can be no plugin is refused before anything is fetched. */
const hook: Hook.PluginsPreinstall = async function ({ plugin }) {
  const reason = plugin.type === 'npm' ? refusal(plugin.name, plugin.tag) : refusal(plugin.url)
  if (reason) this.error(reason, { exit: 2 })
}

export default hook
