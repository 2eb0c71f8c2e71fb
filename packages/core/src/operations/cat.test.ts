import { quirky } from '@tranship/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryOf } from '../../test/memory.js'
import type { Bytes } from '../fs/bytes.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import { type CatOptions, cat } from './cat.js'

async function read(fs: Fs, options: Partial<CatOptions> = {}): Promise<{ text: string; failed: string[] }> {
  const [chunks, failed]: [string[], string[]] = [[], []]
  await cat(fs, {
    write: async (chunk) => {
      const text = Buffer.from(chunk).toString('latin1')
      await Promise.resolve()
      chunks.push(text)
    },
    failed: (path, error) => void failed.push(`${path}: ${error.kind}`),
    ...options,
  })
  return { text: chunks.join(''), failed }
}

/** What rclone's help says of the flags, with the text's own words. */
function naive(text: string, offset: number, count: number | undefined): string {
  const rest = offset < 0 ? text.slice(Math.max(0, text.length + offset)) : text.slice(offset)
  return count === undefined ? rest : rest.slice(0, count)
}

describe('cat', () => {
  test('writes files in the order of their paths, with the separator after each', async () => {
    const fs = await memoryOf({ b: '2', 'a/x': '1', c: '3' })
    expect((await read(fs)).text).toBe('123')
    expect((await read(fs, { separator: Buffer.from('--') })).text).toBe('1--2--3--')
  })

  test('writes the part that is wanted of each, whether its size is known or not', async () => {
    const offsets = fc.integer({ min: -9, max: 9 })
    const counts = fc.option(fc.nat(9), { nil: undefined })
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[a-z]{0,8}$/), offsets, counts, fc.boolean(), async (text, offset, count, unknownSizes) => {
        const fs = quirky(await memoryOf({ a: text, b: 'second' }), { unknownSizes })
        const section = { offset, ...(count !== undefined && { count }) }
        expect((await read(fs, { section })).text).toBe(naive(text, offset, count) + naive('second', offset, count))
      }),
    )
  })

  test('a file that cannot be read is told of, and the next ones follow; a write that fails ends it', async () => {
    const fs = await memoryOf({ a: '1', b: '2', c: '3' })
    const locked: Fs = {
      ...fs,
      open: async function* (object, options): Bytes {
        yield* fs.open(object, options)
        if (object.path === 'b') throw new FsError('denied', 'locked')
      },
    }
    expect(await read(locked)).toEqual({ text: '123', failed: ['b: denied'] })
    const gone = new Error('nobody reads')
    await expect(read(fs, { write: () => Promise.reject(gone) })).rejects.toBe(gone)
  })
})
