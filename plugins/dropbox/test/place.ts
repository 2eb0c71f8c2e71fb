import {
  bytesSource,
  createFixedLimiter,
  type Fs,
  type FsObject,
  type FsPath,
  fsPath,
  type PutOptions,
  plainContext,
  ROOT,
  readAll,
} from '@tranship/core'
import { expect, onTestFinished } from 'vitest'
import { type Double, startDouble } from './double/server.js'
import { opened } from './opened.js'

export const TIME = 1_354_040_105_000_000_000n
/** Bytes of a piece of an upload. */
export const PIECE = 1000

export interface Place {
  readonly double: Double
  readonly fs: Fs
  put(path: string, text: string, options?: PutOptions): Promise<FsObject>
  /** The routes that are asked for meanwhile. */
  routes(work: () => Promise<unknown>): Promise<readonly string[]>
  readonly logged: readonly string[]
}

/** A fresh account, which goes with the test. */
export async function place(options: Parameters<typeof opened>[1] = {}): Promise<Place> {
  const double = await startDouble()
  const logged: string[] = []
  const context = plainContext(createFixedLimiter({ uploads: 32, requests: 32 }), {
    log: (level, message, path) => void (level === 'debug' || logged.push(`${level} ${path}: ${message}`)),
  })
  const fs = await opened(double.url, { token: double.tokens.text(), chunk_size: PIECE, ...options }, context)
  onTestFinished(async () => {
    await fs.close?.()
    double.close()
    expect(double.violations).toEqual([])
  })
  return {
    double,
    fs,
    logged,
    put: (path, text, more = {}) => fs.put(fsPath(path), bytesSource(Buffer.from(text)), { modTime: TIME, ...more }),
    routes: async (work) => {
      const before = double.seen.length
      await work()
      return double.seen.slice(before)
    },
  }
}

/** The paths of everything below a directory; those of directories end in a slash. */
export async function names(fs: Fs, directory: FsPath = ROOT): Promise<readonly string[]> {
  const paths: string[] = []
  for await (const page of fs.listAll?.(directory) ?? [])
    for (const { kind, path } of page) paths.push(`${path}${kind === 'directory' ? '/' : ''}`)
  return paths.sort()
}

export async function textAt(fs: Fs, path: string): Promise<string> {
  return Buffer.from(await readAll(fs.open(await fs.stat(fsPath(path))))).toString()
}
