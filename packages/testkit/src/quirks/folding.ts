import { type Features, type Fs, type FsDirectory, type FsPath, fsPath, isBelow, joinPath, listing, ROOT } from '@tranship/core'
import { renamed } from './renamed.js'

/** Names that differ only by case are names of one object. */
export function caseInsensitive(inner: Fs): Fs {
  return folding(inner, (path) => path.toLowerCase(), { caseSensitive: false })
}

/** Names that differ only in their form of Unicode are names of one object. */
export function foldsUnicode(inner: Fs): Fs {
  return folding(inner, (path) => path.normalize('NFC'), {})
}

/** Paths that fold to the same are one path, spelled as it was first. Nobody else may write to `inner`. */
function folding(inner: Fs, fold: (path: string) => string, features: Partial<Features>): Fs {
  /** The stored spelling of each path that is there, by its folded form. */
  const spellings = new Map<string, FsPath>()
  let learned: Promise<void> | undefined

  const spelled = (path: FsPath, learns: boolean): FsPath => {
    let stored: FsPath = ROOT
    for (const name of path === ROOT ? [] : path.split('/')) {
      const own = joinPath(stored, name)
      stored = spellings.get(fold(own)) ?? own
      if (learns) spellings.set(fold(own), stored)
    }
    return stored
  }
  const learn = async (): Promise<void> => {
    for await (const page of listing(inner)) for (const { path } of page) spelled(path, true)
  }
  const forget = (gone: FsPath): void => {
    for (const [folded, path] of spellings) if (path === gone || isBelow(path, gone)) spellings.delete(folded)
  }
  const inward = async (path: FsPath, use: 'find' | 'make'): Promise<FsPath> => {
    learned ??= learn()
    await learned
    return spelled(fsPath(path), use === 'make')
  }

  const fs = renamed(inner, { inward, outward: (path) => path })
  const { move, purge } = fs
  return {
    ...fs,
    features: { ...inner.features, ...features },
    remove: async (object, options) => {
      await fs.remove(object, options)
      forget(spelled(object.path, false))
    },
    rmdir: async (directory, options) => {
      await fs.rmdir(directory, options)
      forget(spelled(pathOf(directory), false))
    },
    ...(purge && {
      purge: async (directory, options) => {
        await purge(directory, options)
        forget(spelled(pathOf(directory), false))
      },
    }),
    ...(move && {
      move: async (object, to, options) => {
        const moved = await move(object, to, options)
        const source = spelled(joinPath((options?.from?.path ?? ROOT) as FsPath, object.path), false)
        if (source !== moved.path) forget(source)
        return moved
      },
    }),
  }
}

function pathOf(directory: FsPath | FsDirectory): FsPath {
  return typeof directory === 'string' ? directory : directory.path
}
