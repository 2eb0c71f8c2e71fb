import type { Backend } from './backend.js'
import { ConfigError } from './config-error.js'

/** Finds a backend by the word in a config file. The backend itself may be loaded only when it is asked for. */
export interface Registry {
  /** Every type that can be opened, in the order of registration. */
  readonly types: readonly string[]
  /** Rejects with a ConfigError for a type that no backend has. */
  backend(type: string): Promise<Backend>
}

/** A registry of backends that the program has imported: `createRegistry([s3, local])`. */
export function createRegistry(backends: readonly Backend[]): Registry {
  const byName = new Map<string, Backend>()
  for (const backend of backends) {
    for (const name of [backend.type, backend.prefix, ...(backend.aliases ?? [])]) byName.set(name, backend)
  }
  return {
    types: backends.map((backend) => backend.type),
    backend: async (type) => {
      const backend = byName.get(type)
      if (backend !== undefined) return checkedBackend(backend, type)
      throw new ConfigError(`no backend for type "${type}"; there are: ${[...byName.keys()].join(', ')}`)
    },
  }
}

/** The backend, if this core can work with it. Throws a ConfigError that says what to update. */
export function checkedBackend(backend: Backend | undefined, type: string): Backend {
  if (typeof backend?.open !== 'function') throw new ConfigError(`the plugin for type "${type}" exports no backend`)
  const contract: number = backend.contract
  if (contract === 1) return backend
  throw new ConfigError(`the plugin for type "${type}" speaks contract ${contract}, this Tranship speaks contract 1: update the older one`)
}
