import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Config } from '@oclif/core/config'
import { type Backend, ConfigError, checkedBackend, isConfigError, type Registry } from '@tranship/core'
import type { InstalledBackend } from './known-backends.js'

/** What a plugin's package.json says under "tranship". */
interface PluginMetadata {
  readonly backends?: readonly {
    readonly type: string
    readonly prefix?: string
    readonly aliases?: string[]
    readonly description?: string
    readonly module: string
  }[]
}

/** The backends of all installed plugins, as their package.json tells: nothing of them is loaded. Of two with one type a user's own comes before one that came with the CLI. */
export function installedBackends(config: Pick<Config, 'plugins'>): readonly InstalledBackend[] {
  const backends = new Map<string, InstalledBackend>()
  for (const plugin of config.plugins.values()) {
    const metadata = (plugin.pjson as { tranship?: PluginMetadata }).tranship
    for (const { type, prefix = type, aliases = [], description = type, module } of metadata?.backends ?? []) {
      if (backends.has(type) && plugin.type === 'core') continue
      backends.set(type, { type, prefix, aliases, description, load: () => loadBackend(type, plugin.name, join(plugin.root, module)) })
    }
  }
  return [...backends.values()]
}

async function loadBackend(type: string, plugin: string, file: string): Promise<Backend> {
  try {
    const module = (await import(pathToFileURL(file).href)) as { default?: Backend }
    return checkedBackend(module.default, type)
  } catch (error) {
    if (isConfigError(error)) throw error
    throw new ConfigError(`the plugin ${plugin} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

/** A registry of the installed backends. `advice` says how to get the backend of a type that none of them has. */
export function registryOf(backends: readonly InstalledBackend[], advice: (type: string) => string | undefined): Registry {
  return {
    types: backends.map((backend) => backend.type),
    backend: async (type) => {
      const found = backends.find((backend) => backend.type === type || backend.prefix === type || backend.aliases?.includes(type))
      if (found !== undefined) return found.load()
      throw new ConfigError(
        advice(type) ?? `no backend for type "${type}"; installed are: ${backends.map((backend) => backend.type).join(', ')}`,
      )
    },
  }
}
