import memory from '@tranship/plugin-memory'
import fc from 'fast-check'
import { plainContext } from '../src/backend/context.js'
import { bytesSource, readAll } from '../src/fs/bytes.js'
import type { Page } from '../src/fs/entry.js'
import type { Fs } from '../src/fs/fs.js'
import { type FsPath, isBelow } from '../src/fs/path.js'
import { createFixedLimiter } from '../src/http/limiter.js'
import { listing } from '../src/tree/listing.js'
import { paths } from './names.js'

/** A file of a test: its text and its time. */
export interface File {
  readonly text: string
  readonly modTime: bigint
}

/** The files of an Fs by path, and its directories, the empty ones too. */
export interface Tree {
  readonly files: Readonly<Record<string, File>>
  readonly directories: readonly string[]
}

/** A new Fs in memory that holds `files`: a text stands for a file of that text and an old time. */
export async function memoryOf(files: Readonly<Record<string, string | File>> = {}, directories: readonly string[] = []): Promise<Fs> {
  const fs: Fs = await memory.open({}, plainContext(createFixedLimiter({ uploads: 4, requests: 8 })))
  await fill(fs, files, directories)
  return fs
}

/** Makes directories and files in an Fs. */
export async function fill(fs: Fs, files: Readonly<Record<string, string | File>>, directories: readonly string[] = []): Promise<void> {
  for (const path of directories) await fs.mkdir(path as FsPath)
  for (const [path, file] of Object.entries(files)) {
    const { text, modTime } = typeof file === 'string' ? { text: file, modTime: 1_000_000_000n } : file
    await fs.put(path as FsPath, bytesSource(Buffer.from(text)), { modTime })
  }
}

/** All that an Fs holds. */
export async function treeOf(fs: Fs): Promise<Tree> {
  const files: Record<string, File> = {}
  const directories: string[] = []
  for await (const page of listing(fs)) {
    for (const entry of page) {
      if (entry.kind === 'directory') directories.push(entry.path)
      if (entry.kind !== 'object') continue
      const { modTime = -1n } = await fs.stat(entry.path)
      files[entry.path] = { text: Buffer.from(await readAll(fs.open(entry))).toString(), modTime }
    }
  }
  return { files, directories }
}

/** Every entry of a listing. */
export async function entriesOf(pages: AsyncIterable<Page>): Promise<Page> {
  return (await Array.fromAsync(pages)).flat()
}

const files: fc.Arbitrary<File> = fc.record({
  text: fc.constantFrom('', 'x', 'y', 'longer'),
  modTime: fc.constantFrom(0n, 1n, 1_000_000_000n, 1_354_040_105_123_456_789n),
})

/** A tree in which no file stands where a directory is needed. */
export const trees: fc.Arbitrary<Tree> = fc
  .record({ found: fc.array(fc.tuple(paths, files), { maxLength: 12 }), empty: fc.array(paths, { maxLength: 3 }) })
  .map(({ found, empty }) => {
    const kept: Record<string, File> = {}
    const clashes = (path: FsPath) =>
      Object.keys(kept).some((other) => other === path || isBelow(other as FsPath, path) || isBelow(path, other as FsPath))
    for (const [path, file] of found) if (!clashes(path)) kept[path] = file
    return {
      files: kept,
      directories: empty.filter((path) => !Object.keys(kept).some((other) => other === path || isBelow(path, other as FsPath))),
    }
  })

/** Two trees that share many of their paths, and in which no file of one is a directory of the other. */
export const treePairs: fc.Arbitrary<{ src: Tree; dst: Tree }> = fc
  .tuple(trees, fc.infiniteStream(fc.constantFrom('src', 'dst', 'same', 'changed')), fc.infiniteStream(files))
  .map(([{ files: all, directories }, sides, others]) => {
    const src: Record<string, File> = {}
    const dst: Record<string, File> = {}
    for (const [path, file] of Object.entries(all)) {
      const side = sides.next().value
      if (side !== 'dst') src[path] = file
      if (side !== 'src') dst[path] = side === 'changed' ? unlike(file, others.next().value) : file
    }
    return {
      src: { files: src, directories: directories.filter((_, at) => at % 2 === 0) },
      dst: { files: dst, directories: directories.filter((_, at) => at % 2 === 1) },
    }
  })

/** The file, at another time if only its bytes would tell it from `original`: nothing but reading it could. */
function unlike(original: File, file: File): File {
  return file.text.length === original.text.length && file.modTime === original.modTime ? { ...file, modTime: file.modTime + 5n } : file
}
