import type { Fs, FsEntry, FsObject } from '@tranship/core/backend'
import type { Session } from './client/session.js'
import { realmOf } from './client/settings.js'
import { createRemembered } from './remembered.js'

/** Milliseconds after an object was stored in which another one could be stored at what the service calls the same time. */
const SAME_TIME = 2_000

/**
 * The Fs, which remembers in the remote's cache what a listing does not tell of an object: a `stat` of one that was listed asks
 * the service only where that is not known. What is stored here is remembered as well.
 */
export function remembering(inner: Fs, { settings, context, clock }: Session): Fs {
  const remembered = createRemembered(context.cache, realmOf(settings))
  const { copy, setModTime, setMetadata, setTier } = inner

  /** Remembers what `store` gives: it was stored while that lasted. */
  const noting = async <Stored extends FsEntry>(store: () => Promise<Stored>): Promise<Stored> => {
    const begun = performance.now()
    const stored = await store()
    const window = clock.window(begun, performance.now())
    if (stored.kind === 'object' && window !== undefined) remembered.stored(stored, window)
    return stored
  }

  /** Whether nothing can be stored any more at the time that the service tells of an object. */
  const isSettled = ({ lastModified }: FsObject): boolean => {
    const now = performance.now()
    const window = clock.window(now, now)
    return lastModified !== undefined && window !== undefined && window[0] - Number(lastModified / 1_000_000n) > SAME_TIME
  }

  return {
    ...inner,
    stat: async (path, options) => {
      const listed = options?.listed
      const known = listed && remembered.completed(path, listed)
      if (known !== undefined) return known
      const object = await inner.stat(path, options)
      if (isSettled(object)) remembered.asked(object, listed)
      return object
    },
    put: (path, source, options) => noting(() => inner.put(path, source, options)),
    ...(copy && { copy: (object, to, options) => noting(() => copy(object, to, options)) }),
    ...(setModTime && { setModTime: (entry, time, options) => noting(() => setModTime(entry, time, options)) }),
    ...(setMetadata && { setMetadata: (entry, metadata, options) => noting(() => setMetadata(entry, metadata, options)) }),
    ...(setTier && { setTier: (object, tier, options) => noting(() => setTier(object, tier, options)) }),
  }
}
