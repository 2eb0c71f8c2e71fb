import { describe, expect, test } from 'vitest'
import { memoryOf } from '../../test/memory.js'
import type { Bytes } from '../fs/bytes.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { type HashFilesOptions, hashFiles } from './hash-files.js'

async function told(fs: Fs, options: Partial<HashFilesOptions> = {}): Promise<string[]> {
  const lines: string[] = []
  await hashFiles(fs, {
    hash: 'crc32',
    download: false,
    report: (file) => void lines.push(`${file.path}: ${file.error?.kind ?? file.digest ?? 'none'}`),
    ...options,
  })
  return lines
}

/** Each read takes the longer the earlier its file comes; `atOnce` is told how many are under way. */
function slowest(fs: Fs, atOnce: (files: number) => void): Fs {
  let running = 0
  return {
    ...fs,
    open: async function* (object, options): Bytes {
      atOnce(++running)
      await new Promise((resolve) => setTimeout(resolve, object.path === 'a' ? 30 : 1))
      running--
      if (object.path === 'c') throw new FsError('denied', 'locked')
      yield* fs.open(object, options)
    },
  }
}

const FILES = { a: 'x', b: 'y', c: 'z', 'd/e': 'x' }

describe('hashFiles', () => {
  test('tells what the service knows, in path order', async () => {
    expect(await told(await memoryOf(FILES))).toEqual(['a: 8cdc1683', 'b: fbdb2615', 'c: 62d277af', 'd/e: 8cdc1683'])
  })

  test('reads as many files at a time as it may, keeps their order, and goes on past what fails', async () => {
    let most = 0
    const fs = slowest(await memoryOf(FILES), (files) => {
      most = Math.max(most, files)
    })
    expect(await told(fs, { download: true, checkers: 2 })).toEqual(['a: 8cdc1683', 'b: fbdb2615', 'c: denied', 'd/e: 8cdc1683'])
    expect(most).toBe(2)
  })

  test('a file without a digest is told as such', async () => {
    const fs = await memoryOf({ a: 'x' })
    expect(await told({ ...fs, listAll: withoutHashes(fs), hash: async () => undefined })).toEqual(['a: none'])
  })

  test('a hash that the service does not have needs a download; one that nobody knows is refused', async () => {
    const fs = await memoryOf(FILES)
    const without: Fs = { ...fs, features: { ...fs.features, hashes: [] } }
    await expect(told(without)).rejects.toMatchObject({ kind: 'unsupported' })
    expect(await told(without, { download: true })).toContain('a: 8cdc1683')
    await expect(told(fs, { hash: 'quickxor', download: true })).rejects.toMatchObject({ kind: 'unsupported' })
  })

  test('an interruption ends it with the reason, though a file is being read', async () => {
    const reason = new Error('enough')
    const stop = new AbortController()
    const fs = await memoryOf(FILES)
    const stuck: Fs = {
      ...fs,
      open: async function* (_, { signal } = {}): Bytes {
        stop.abort(reason)
        signal?.throwIfAborted()
        yield new Uint8Array(1)
      },
    }
    await expect(told(stuck, { download: true, signal: stop.signal })).rejects.toBe(reason)
  })
})

function withoutHashes(fs: Fs): NonNullable<Fs['listAll']> {
  return async function* (...args) {
    for await (const page of fs.listAll?.(...args) ?? []) {
      yield page.map((entry) => {
        if (entry.kind !== 'object') return entry
        const { hashes: _, ...rest } = entry
        return rest
      })
    }
  }
}
