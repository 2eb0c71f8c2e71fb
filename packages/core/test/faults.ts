import type { FsEntry, Page } from '../src/fs/entry.js'
import { FsError } from '../src/fs/error.js'
import type { Fs } from '../src/fs/fs.js'
import { type FsPath, joinPath } from '../src/fs/path.js'
import { intercept, type Method, type Operation, pathOf } from '../src/layers/intercept.js'

/** An Fs whose operation fails, before it does anything, whenever `fault` gives an error for it. */
export function failing(inner: Fs, fault: (operation: Operation) => unknown): Fs {
  return intercept(inner, {
    call: async (operation, run) => {
      const error = fault(operation)
      if (error !== undefined) throw error
      return run()
    },
    stream: async function* (operation, run) {
      const error = fault(operation)
      if (error !== undefined) throw error
      yield* run()
    },
  })
}

/** An Fs whose one directory is not readable. */
export function unreadable(inner: Fs, path: string): Fs {
  return failing(inner, (operation) =>
    operation.method === 'list' && pathOf(operation) === path ? new FsError('denied', 'not allowed', { path }) : undefined,
  )
}

/** An Fs that tells every operation before it is begun. */
export function watched(inner: Fs, tell: (operation: Operation) => void): Fs {
  return failing(inner, (operation) => void tell(operation))
}

const CHANGES: ReadonlySet<Method> = new Set<Method>(['put', 'copy', 'move', 'remove', 'mkdir', 'rmdir', 'setModTime', 'purge'])

/** Counts what changes an Fs; `deletes` are those that take something away. */
export function audited(inner: Fs): { fs: Fs; changes: string[]; deletes: () => string[] } {
  const changes: string[] = []
  const tell = ({ method, args }: Operation) => {
    const [subject] = args
    const path = typeof subject === 'object' && subject !== null && 'path' in subject ? subject.path : subject
    if (CHANGES.has(method)) changes.push(`${method} ${path}`)
  }
  return { fs: watched(inner, tell), changes, deletes: () => changes.filter((change) => /^(remove|rmdir|purge|move) /.test(change)) }
}

/** An Fs that also lists `names` in its root, whatever they are; as objects. */
export function alsoListing(inner: Fs, names: readonly string[]): Fs {
  const extra = (directory: FsPath): Page =>
    names.map((name) => ({ kind: 'object', path: joinPath(directory, name), size: 1, modTime: 0n }) as FsEntry)
  return {
    ...inner,
    list: async function* (directory, options) {
      yield* inner.list(directory, options)
      if (directory === '') yield extra('' as FsPath)
    },
    ...(inner.listAll && {
      listAll: async function* (directory, options) {
        const entries = [...(await Array.fromAsync(inner.listAll?.(directory, options) ?? [])).flat(), ...extra('' as FsPath)]
        yield entries.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))
      },
    }),
  }
}
