import { setImmediate as turn } from 'node:timers/promises'
import {
  type Fs,
  type FsDirectory,
  FsError,
  type FsObject,
  type FsPath,
  isFsError,
  orderKey,
  type Page,
  ROOT,
  resolveRange,
} from '@tranship/core'
import { telling } from '../../src/quirks/told.js'
import { type Fault, instead, listingOnly, listingPages } from '../broken.js'

const pathOf = (directory: FsPath | FsDirectory): FsPath => (typeof directory === 'string' ? directory : directory.path)

const directly = (fs: Fs, change: (bytes: Uint8Array) => Uint8Array): Fs =>
  instead(fs, {
    direct: async (object) => {
      const { whole } = (await fs.direct?.(object)) ?? {}
      return whole === undefined ? {} : { whole: () => change(whole()) }
    },
  })

/** What open, stat, list and listAll do wrong, by the check that tells. */
export const readingFaults: Readonly<Record<string, Fault>> = {
  'open: the whole body': (fs) =>
    instead(fs, {
      open: async function* (object, options) {
        let last: Uint8Array | undefined
        for await (const chunk of fs.open(object, options)) {
          if (last !== undefined) yield last
          last = chunk
        }
        if (last !== undefined && last.byteLength < 10) yield last
      },
    }),
  'open: ranges': (fs) =>
    instead(fs, {
      open: (object, { range, ...options } = {}) => {
        const inclusive =
          range !== undefined && 'end' in range && range.end !== undefined ? { start: range.start, end: range.end + 1 } : range
        return fs.open(object, { ...options, ...(inclusive && { range: inclusive }) })
      },
    }),
  'open: a range over several pieces': (fs) =>
    instead(fs, {
      open: (object, { range, ...options } = {}) => {
        const { start, end } = resolveRange(range, object.size ?? 0)
        return fs.open(object, { ...options, range: { start: start > 1000 ? start - 1 : start, end } })
      },
    }),
  'open: a missing object': (fs) =>
    instead(fs, {
      open: async function* (object, options) {
        try {
          yield* fs.open(object, options)
        } catch (error) {
          if (!isFsError(error, 'not-found')) throw error
        }
      },
    }),
  'open: nothing before it is pulled': (fs) =>
    instead(fs, {
      open: (object, options) => {
        const early = fs.stat(object.path).catch((error: unknown) => error)
        return (async function* () {
          const found = await early
          if (isFsError(found)) throw found
          yield* fs.open(object, options)
        })()
      },
    }),
  'open: chunks to keep': (fs) =>
    instead(fs, {
      open: async function* (object, options) {
        const buffer = new Uint8Array(64 * 1024)
        for await (const chunk of fs.open(object, options)) {
          buffer.set(chunk)
          yield buffer.subarray(0, chunk.byteLength)
        }
      },
    }),
  'open: left early': (fs) => {
    let connections = 0
    return instead(fs, {
      open: async function* (object, options) {
        if (connections === 50) throw new FsError('unavailable', 'no connection is free')
        connections++
        yield* fs.open(object, options)
        connections--
      },
    })
  },
  'open: several at once': (fs) => {
    let isBusy = false
    return instead(fs, {
      open: async function* (object, options) {
        if (isBusy) throw new FsError('unavailable', 'one at a time')
        isBusy = true
        try {
          await turn()
          yield* fs.open(object, options)
        } finally {
          isBusy = false
        }
      },
    })
  },

  'stat: a missing object': (fs) =>
    instead(fs, {
      stat: async (path, options) =>
        fs.stat(path, options).catch((error: unknown) => {
          throw isFsError(error, 'not-found') ? new FsError('denied', 'not there, or not for you') : error
        }),
    }),
  'stat: a directory': (fs) =>
    instead(fs, {
      stat: async (path, options) =>
        fs.stat(path, options).catch((error: unknown) => {
          if (isFsError(error, 'is-directory')) return { kind: 'object', path, size: 0 }
          throw error
        }),
    }),
  'stat: a listed entry': (fs) => telling(fs, (object, how) => (how === 'listed' ? { ...object, version: 'as listed' } : object)),
  'stat: what was listed': (fs) => {
    const remembered = new Map<FsPath, FsObject>()
    return instead(fs, {
      stat: async (path, options) => {
        const known = options?.listed && remembered.get(path)
        const object = known ?? (await fs.stat(path, options))
        remembered.set(path, object)
        return object
      },
    })
  },
  'direct: the bytes': (fs) => directly(fs, (bytes) => bytes.subarray(1)),
  'direct: what has changed': (fs) => instead(fs, { direct: async (object) => fs.direct?.(await fs.stat(object.path)) ?? {} }),
  'stat: the size': (fs) => telling(fs, (object) => ({ ...object, size: Math.ceil((object.size ?? 0) / 512) * 512 })),

  'list: an empty root': (fs) =>
    instead(fs, {
      list: async function* (directory, options) {
        yield* fs.list(directory, options)
        if (pathOf(directory) === ROOT) yield [{ kind: 'directory', path: 'lost+found' as FsPath }]
      },
    }),
  'list: an empty directory': (fs) => instead(fs, { mkdir: async (path) => ({ kind: 'directory', path }) }),
  'list: a missing directory': (fs) =>
    instead(fs, {
      list: async function* (directory, options) {
        try {
          yield* fs.list(directory, options)
        } catch (error) {
          if (!isFsError(error, 'not-found')) throw error
        }
      },
    }),
  'list: one level': (fs) => instead(fs, { list: (directory, options) => fs.listAll?.(directory, options) ?? fs.list(directory, options) }),
  'list: a directory by its entry': (fs) =>
    instead(fs, { list: (directory, options) => fs.list(typeof directory === 'string' ? directory : ROOT, options) }),
  'list: as many entries as pages hold': (fs) => listingPages(fs, (page, at) => (at === 0 ? page : page.slice(1))),
  'list: as many directories as pages hold': (fs) =>
    listingPages(fs, (page, _at, previous) => [...previous.slice(-1).filter((entry) => entry.kind === 'directory'), ...page]),
  'list: in path order': (fs) => listingPages(fs, (page) => page.toSorted((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1))),
  'list: names that are hard to order': (fs) => listingOnly(fs, ({ path }) => !path.includes('\uff61')),
  'list: nothing before it is pulled': (fs) =>
    instead(fs, {
      list: (directory, options) => {
        const early = (async () => {
          const pages: Page[] = []
          for await (const page of fs.list(directory, options)) pages.push(page)
          return pages
        })()
        early.catch(() => {})
        return (async function* () {
          yield* await early
        })()
      },
    }),
  'list: left early': (fs) => {
    let connections = 0
    return instead(fs, {
      list: async function* (directory, options) {
        if (connections === 20) throw new FsError('unavailable', 'no connection is free')
        connections++
        yield* fs.list(directory, options)
        connections--
      },
    })
  },
  'list: directories named like files': (fs) =>
    listingPages(fs, (page) =>
      page.filter((entry) => entry.kind === 'object' || !page.some(({ kind, path }) => kind === 'object' && path === entry.path)),
    ),

  'listAll: the whole tree': (fs) =>
    instead(fs, {
      listAll: async function* (directory, options) {
        for await (const page of fs.listAll?.(directory, options) ?? []) yield page.filter(({ path }) => path.split('/').length < 3)
      },
    }),
  'listAll: after and upTo': (fs) =>
    instead(fs, { listAll: (directory, { upTo: _ignored, ...options } = {}) => fs.listAll?.(directory, options) ?? fs.list(directory) }),
  'listAll: after and upTo below a directory': (fs) =>
    instead(fs, {
      listAll: (directory, { after, ...options } = {}) => {
        const top = pathOf(directory)
        const within = after === undefined ? {} : { after: top === ROOT ? after : `${top}/${after}` }
        return fs.listAll?.(directory, { ...options, ...within }) ?? fs.list(directory)
      },
    }),
  'listAll: enter': (fs) =>
    instead(fs, {
      listAll: (directory, { enter, ...options } = {}) => {
        const asked = enter && { enter: (path: FsPath) => enter(path) || true }
        return fs.listAll?.(directory, { ...options, ...asked }) ?? fs.list(directory)
      },
    }),
}
