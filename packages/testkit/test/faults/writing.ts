import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { bytesSource, type Fs, FsError, type FsPath, isFsError, parentOf, ROOT, readAll } from '@tranship/core'
import { anyway, bodyOf, type Fault, instead, puttingBody, without } from '../broken.js'

const exists = (fs: Fs, path: FsPath): Promise<boolean> =>
  fs.stat(path).then(
    () => true,
    (error: unknown) => !isFsError(error, 'not-found'),
  )

/** What put and what it returns do wrong, by the check that tells. */
export const writingFaults: Readonly<Record<string, Fault>> = {
  'put: bodies of every size': (fs) => puttingBody(fs, (bytes) => (bytes.byteLength > 1000 ? bytes.subarray(0, -1) : bytes)),
  'put: replaces': (fs) =>
    instead(fs, {
      put: async (path, source, options) => {
        const old = await fs.stat(path).then(
          (object) => readAll(fs.open(object)),
          () => new Uint8Array(),
        )
        return fs.put(path, bytesSource(Buffer.concat([old, await bodyOf(source, options)])), options)
      },
    }),
  'put: missing parents': (fs) =>
    instead(fs, {
      put: async (path, source, options) => {
        if (parentOf(path) !== ROOT && !(await exists(fs, parentOf(path)))) throw new FsError('not-found', 'no such directory')
        return fs.put(path, source, options)
      },
    }),
  'put: what it returns': (fs) =>
    instead(fs, {
      put: async (path, source, options) => {
        const { modTime: _forgotten, ...object } = await fs.put(path, source, options)
        return object
      },
    }),
  'put: a source that uses its memory again': (fs) =>
    instead(fs, {
      put: async (path, source, options) => {
        const chunks: Uint8Array[] = []
        for await (const chunk of source.open(undefined, { reuse: true })) chunks.push(chunk)
        return fs.put(path, bytesSource(Buffer.concat(chunks)), options)
      },
    }),
  'put: the mime type': (fs) => instead(fs, { put: (path, source, options) => fs.put(path, source, without(options, 'mimeType')) }),
  'put: over a directory': (fs) =>
    instead(fs, {
      put: async (path, source, options) =>
        fs.put(path, source, options).catch(async (error: unknown) => {
          if (!isFsError(error, 'is-directory')) throw error
          await fs.purge?.(path)
          return fs.put(path, source, options)
        }),
    }),
  'put: its own copy of the bytes': (fs) => {
    const lent = new Map<string, Uint8Array>()
    return instead(fs, {
      put: async (path, source, options) => {
        const object = await fs.put(path, source, options)
        if (source.whole) lent.set(`${object.version}`, source.whole())
        return object
      },
      open: async function* (object, options) {
        const bytes = options?.range === undefined ? lent.get(`${object.version}`) : undefined
        if (bytes === undefined) yield* fs.open(object, options)
        else yield bytes
      },
    })
  },
  'put: each byte counted and hashed once': (fs) =>
    instead(fs, {
      put: async (path, source, options) => fs.put(path, source.whole ? bytesSource(source.whole()) : source, options),
    }),
  'put: a file of another size': (fs) =>
    instead(fs, {
      put: async (path, source, options) => {
        if (source.file === undefined) return fs.put(path, source, options)
        return fs.put(path, bytesSource(await readFile(source.file)), options)
      },
    }),
  'put: while it is slowed': (fs) =>
    instead(fs, {
      put: async (path, source, options) => {
        const bytes = source.whole?.()
        if (bytes !== undefined) await options?.transfer?.take(bytes.byteLength)
        return fs.put(path, bytes === undefined ? source : bytesSource(bytes), options)
      },
    }),
  'put: a source that ends early': (fs) =>
    instead(fs, { put: async (path, source, options) => fs.put(path, bytesSource(await bodyOf(source, options)), options) }),
  'put: a source that runs long': (fs) =>
    instead(fs, {
      put: async (path, source, options) => {
        const bytes = await bodyOf(source, options)
        return fs.put(
          path,
          { ...bytesSource(bytes.subarray(0, source.size)), ...(source.size !== undefined && { size: source.size }) },
          options,
        )
      },
    }),
  'put: a source that fails': (fs) =>
    instead(fs, {
      put: async (path, source, options) => {
        const chunks: Uint8Array[] = []
        try {
          for await (const chunk of source.open(undefined, options?.signal === undefined ? {} : { signal: options.signal }))
            chunks.push(chunk)
        } catch (error) {
          await fs.put(path, bytesSource(Buffer.concat(chunks)), options)
          throw error
        }
        return fs.put(path, source, options)
      },
    }),

  'metadata: what was put': (fs) => instead(fs, { put: (path, source, options) => fs.put(path, source, without(options, 'metadata')) }),
  'metadata: set anew': (fs) =>
    instead(fs, {
      setMetadata: async (entry, values, options) =>
        (await fs.setMetadata?.(entry, { ...(await fs.metadata?.(entry)), ...values }, options)) ?? entry,
    }),

  'cancellation: before it begins': (fs) => instead(fs, { stat: (path) => fs.stat(path) }),
  'cancellation: a put under way': (fs) =>
    instead(fs, {
      put: (path, source, options) =>
        fs.put(path, source, options).catch((cause: unknown) => {
          throw isFsError(cause) ? cause : new FsError('unavailable', 'it was interrupted', { cause })
        }),
    }),
  'cancellation: a put at any time': (fs) =>
    instead(fs, {
      put: async (path, source, options) => {
        const bytes = await bodyOf(source)
        if (options?.signal === undefined) return fs.put(path, bytesSource(bytes), options)
        await fs.put(path, bytesSource(bytes.subarray(0, bytes.byteLength / 2)))
        await sleep(20)
        return fs.put(path, bytesSource(bytes), options)
      },
    }),
  'cancellation: a body under way': (fs) => instead(fs, { open: (object, options) => fs.open(object, without(options, 'signal')) }),
  'cancellation: a listing under way': (fs) => instead(fs, { list: (directory) => fs.list(directory) }),
  'cancellation: too late': (fs) =>
    instead(fs, {
      put: async (path, source, options) => {
        const object = await fs.put(path, source, options)
        options?.signal?.addEventListener('abort', () => void anyway(fs.remove(object)))
        return object
      },
    }),

  'concurrency: many writers': (fs) => {
    let isBusy = false
    return instead(fs, {
      put: async (path, source, options) => {
        if (isBusy) throw new FsError('unavailable', 'one at a time')
        isBusy = true
        try {
          return await fs.put(path, source, options)
        } finally {
          isBusy = false
        }
      },
    })
  },
  'concurrency: two writers of one name': (fs) => {
    const halves = new Map<FsPath, Uint8Array>()
    return instead(fs, {
      put: async (path, source, options) => {
        const bytes = await bodyOf(source, options)
        const half = bytes.byteLength / 2
        if (!halves.has(path)) halves.set(path, bytes.subarray(0, half))
        await sleep(1)
        return fs.put(path, bytesSource(Buffer.concat([halves.get(path) ?? bytes.subarray(0, half), bytes.subarray(half)])), options)
      },
    })
  },
  'concurrency: two first writers': (fs) =>
    instead(fs, {
      put: (path, source, options) =>
        fs.put(path, source, options).catch((error: unknown) => {
          throw isFsError(error, 'precondition-failed') ? new FsError('already-exists', 'it exists') : error
        }),
    }),
  'concurrency: readers while it is replaced': (fs) =>
    instead(fs, {
      put: async (path, source, options) => {
        await fs.put(path, bytesSource(new Uint8Array()))
        await sleep(1)
        return fs.put(path, source, options)
      },
    }),
  'concurrency: a listing while others write': (fs) =>
    instead(fs, {
      list: async function* (directory, options) {
        for (let skipped = 0; ; skipped += 3) {
          const entries = []
          for await (const page of fs.list(directory, options)) entries.push(...page)
          if (skipped >= entries.length) return
          yield entries.slice(skipped, skipped + 3)
          await sleep(0)
        }
      },
    }),

  'sequences: of random steps': (fs) => {
    let puts = 0
    return instead(fs, {
      put: async (path, source, options) => {
        if (++puts % 5 > 0) return fs.put(path, source, options)
        return { kind: 'object', path, size: source.size ?? 0 }
      },
    })
  },

  'checkpoints: going on': (fs) =>
    instead(fs, {
      put: async (path, source, options) => {
        const state = options?.checkpoint?.load()
        if (state !== undefined) await fs.discard?.(state)
        return fs.put(path, source, without(options, 'checkpoint'))
      },
    }),
  'checkpoints: given up': (fs) => instead(fs, { discard: async () => {} }),
  'checkpoints: none kept where none is given': (fs) => {
    const kept = { load: () => undefined, save: () => {} }
    return instead(fs, { put: (path, source, options) => fs.put(path, source, { checkpoint: kept, ...options }) })
  },
}
