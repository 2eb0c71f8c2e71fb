import { type ByteSource, bytesSource, FsError, type FsPath, isFsError } from '@tranship/core'
import { bodyOf, instead, listingPages, unheld, without } from '../broken.js'
import type { DistantFault } from '../distant.js'

/** What a backend does wrong when its service fails for a moment, by the check that tells. */
export const distanceFaults: Readonly<Record<string, DistantFault>> = {
  'faults: a put that is refused': (fs) =>
    instead(fs, {
      put: (path, source, options) =>
        fs.put(path, source, options).catch((cause: unknown) => {
          throw isFsError(cause, 'rate-limited') ? new FsError('denied', 'not now', { cause }) : cause
        }),
    }),
  'faults: the time that a service asks for': (fs) =>
    instead(fs, {
      put: (path, source, options) =>
        fs.put(path, source, options).catch((cause: unknown) => {
          throw isFsError(cause) ? new FsError(cause.kind, cause.message) : cause
        }),
    }),
  'faults: a put whose connection is reset': (fs, service) =>
    instead(fs, {
      put: (path, source, options) =>
        fs.put(path, source, options).catch(async (error: unknown) => {
          await service.put(`${path}.part` as FsPath, bytesSource(new Uint8Array(1)))
          throw error
        }),
    }),
  'faults: a put whose answer is lost': (fs) => {
    const tried = new WeakSet<ByteSource>()
    return instead(fs, {
      put: (path, source, options) => {
        const again = tried.has(source)
        tried.add(source)
        return fs.put(again ? (`${path} (2)` as FsPath) : path, source, options)
      },
    })
  },
  'faults: a put in pieces whose answers are lost': (fs) =>
    instead(fs, {
      put: (path, source, options) =>
        fs.put(path, source, options).catch((cause: unknown) => {
          throw isFsError(cause, 'precondition-failed') ? new FsError('already-exists', 'it exists', { cause }) : cause
        }),
    }),
  'faults: a remove whose answer is lost': (fs) =>
    instead(fs, {
      remove: (object, options) =>
        fs.remove(object, options).catch((cause: unknown) => {
          throw isFsError(cause, 'not-found') ? new FsError('unexpected', 'it is gone', { cause }) : cause
        }),
    }),
  'faults: a mkdir whose answer is lost': (fs) =>
    instead(fs, {
      rmdir: (directory, options) =>
        fs.rmdir(directory, options).catch((cause: unknown) => {
          throw isFsError(cause, 'not-found') ? new FsError('denied', 'it is gone', { cause }) : cause
        }),
    }),
  'faults: a copy whose answer is lost': (fs) =>
    instead(fs, {
      copy: (object, to, options) =>
        (fs.copy?.(object, to, options) ?? Promise.reject(new Error('no copy'))).catch((cause: unknown) => {
          throw isFsError(cause, 'precondition-failed') ? new FsError('already-exists', 'it exists', { cause }) : cause
        }),
    }),
  'faults: a body that breaks off': (fs) =>
    instead(fs, {
      open: async function* (object, options) {
        try {
          yield* fs.open(object, options)
        } catch (error) {
          if (!isFsError(error, 'unavailable')) throw error
        }
      },
    }),
  'faults: a body that breaks off while it is replaced': (fs) =>
    instead(fs, { open: (object, options) => fs.open(unheld(object), options) }),
  'faults: the pages of a listing': (fs, _service, faults) =>
    instead(fs, {
      list: async function* (directory, options) {
        let met = faults.met()
        for await (const page of fs.list(directory, options)) {
          if (faults.met() === met) yield page
          met = faults.met()
        }
      },
    }),
  'faults: a corrupted byte of a download': (fs) =>
    instead(
      listingPages(fs, (page) => page.map((entry) => (entry.kind === 'object' ? without(entry, 'hashes') : entry))),
      { stat: async (path, options) => without(await fs.stat(path, options), 'hashes') },
    ),
  'faults: a corrupted byte of an upload': (fs, service) =>
    instead(fs, {
      put: async (path, source, options) => {
        const bytes = Uint8Array.from(await bodyOf(source, options))
        return fs.put(path, source, options).catch((error: unknown) => {
          if (!isFsError(error, 'mismatch')) throw error
          bytes[0] = ~(bytes[0] ?? 0)
          return service.put(path, bytesSource(bytes), options)
        })
      },
    }),
  'faults: latency': (fs) => instead(fs, { stat: (path, options) => fs.stat(path, { ...options, signal: AbortSignal.timeout(30) }) }),
  'faults: an answer that does not come': (fs) =>
    instead(fs, { put: (path, source, options) => fs.put(path, source, without(options, 'signal')) }),
}
