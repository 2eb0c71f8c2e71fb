import type { Fs, FsObject, Hashes } from '@tranship/core/backend'

/** `stat`, and a `hash` that asks it: once for all hashes of one entry, and not for what it has told already. */
export function tellingHashes(stat: Fs['stat']): Required<Pick<Fs, 'stat' | 'hash'>> {
  const told = new WeakMap<FsObject, Hashes>()
  return {
    stat: async (path, options) => {
      const object = await stat(path, options)
      told.set(object, object.hashes ?? {})
      return object
    },
    hash: async (object, name, options = {}) => {
      const digest = object.hashes?.[name]
      if (digest !== undefined) return digest
      const hashes = told.get(object) ?? (await stat(object.path, options)).hashes ?? {}
      told.set(object, hashes)
      return hashes[name]
    },
  }
}
