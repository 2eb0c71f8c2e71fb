import type { Filter } from '../filter/filter.js'
import { type IgnoreRules, parseIgnoreFile } from '../filter/gitignore.js'
import { readAll } from '../fs/bytes.js'
import type { FsEntry, Page } from '../fs/entry.js'
import type { Fs } from '../fs/fs.js'
import { type FsPath, nameOf, parentOf, ROOT, relativeTo } from '../fs/path.js'

/** What the files of a tree themselves say is not wanted of it. It is learnt while the tree is walked. */
export interface Ignoring {
  /**
   * Learns from a page of a directory's entries, before any of them is told. True: the directory and all in it are not
   * wanted. Rejects when a file that would say more cannot be read.
   */
  leavesOut(directory: FsPath, page: Page): Promise<boolean>
  /** Whether an entry is not wanted, by the files in the directories above it. Nothing is said of what is further down. */
  ignores(entry: Pick<FsEntry, 'path' | 'kind'>): boolean
}

/** Undefined: this filter asks for nothing that only a tree can tell. */
export function ignoring(fs: Fs, { excludingNames, ignoreFiles }: Filter, signal?: AbortSignal): Ignoring | undefined {
  if (excludingNames.length === 0 && ignoreFiles.length === 0) return undefined
  const learnt = new Map<FsPath, IgnoreRules[]>()
  return {
    leavesOut: async (directory, page) => {
      for (const entry of page) {
        if (entry.kind !== 'object') continue
        const name = nameOf(entry.path)
        if (excludingNames.includes(name)) return true
        if (!ignoreFiles.includes(name)) continue
        const text = Buffer.from(await readAll(fs.open(entry, signal === undefined ? {} : { signal }))).toString()
        learnt.set(directory, [...(learnt.get(directory) ?? []), await parseIgnoreFile(text)])
      }
      return false
    },
    ignores: ({ path, kind }) => {
      for (let at = path; at !== ROOT; ) {
        at = parentOf(at)
        for (const rules of learnt.get(at) ?? []) {
          const verdict = rules.ignores(relativeTo(path, at), kind === 'directory')
          if (verdict !== undefined) return verdict
        }
      }
      return false
    },
  }
}
