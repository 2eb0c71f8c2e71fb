import { bytesSource, type Fs, type FsPath, type RemoveResult, readAll } from '@tranship/core'
import { anyway, bodyOf, type Fault, instead } from '../broken.js'

const CHUNK = 64 * 1024

/** A request that nobody needs. */
const ask = (fs: Fs): Promise<void> => anyway(fs.stat('nothing' as FsPath))

/** What costs more than it should, by the check that tells. */
export const costFaults: Readonly<Record<string, Fault>> = {
  'conditions: without a request of their own': (fs) =>
    instead(fs, {
      put: async (path, source, options) => {
        if (typeof options?.replaces === 'object') await fs.stat(path)
        return fs.put(path, source, options)
      },
    }),

  'costs: stat': (fs) => asking(fs, 'stat'),
  'costs: put': (fs) => asking(fs, 'put'),
  'costs: remove': (fs) => asking(fs, 'remove'),
  'costs: copy': (fs) => asking(fs, 'copy'),
  'costs: move': (fs) => asking(fs, 'move'),
  'costs: setModTime': (fs) => asking(fs, 'setModTime'),
  'costs: open': (fs) =>
    instead(fs, {
      open: async function* (object, options) {
        await ask(fs)
        yield* fs.open(object, options)
      },
    }),
  'costs: list': (fs) =>
    instead(fs, {
      list: async function* (directory, options) {
        for await (const page of fs.list(directory, options)) {
          for (const { path } of page) await fs.stat(path)
          yield page
        }
      },
    }),
  'costs: removeMany': (fs) =>
    instead(fs, {
      removeMany: async function* (objects): AsyncIterable<RemoveResult> {
        for (const object of objects) {
          await fs.remove(object)
          yield { object }
        }
      },
    }),

  'memory: put': (fs) =>
    instead(fs, { put: async (path, source, options) => fs.put(path, bytesSource(await bodyOf(source, options)), options) }),
  'memory: open': (fs) =>
    instead(fs, {
      open: async function* (object, options) {
        const bytes = await readAll(fs.open(object, options))
        for (let at = 0; at < bytes.byteLength; at += CHUNK) yield bytes.subarray(at, at + CHUNK)
      },
    }),
}

/** The Fs, one of whose methods asks for something before it does its work. */
function asking<Name extends 'stat' | 'put' | 'remove' | 'copy' | 'move' | 'setModTime'>(fs: Fs, name: Name): Fs {
  const method = fs[name] as (...args: readonly unknown[]) => Promise<unknown>
  return instead(fs, {
    [name]: async (...args: readonly unknown[]) => {
      await ask(fs)
      return method(...args)
    },
  })
}
