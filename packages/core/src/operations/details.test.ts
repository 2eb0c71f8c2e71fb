import { describe, expect, test } from 'vitest'
import { memoryOf } from '../../test/memory.js'
import type { FsDirectory, FsObject } from '../fs/entry.js'
import { FsError } from '../fs/error.js'
import type { Fs } from '../fs/fs.js'
import type { FsPath } from '../fs/path.js'
import { type DetailsWanted, detailsOf } from './details.js'

const DIRECTORY: FsDirectory = { kind: 'directory', path: 'd' as FsPath }
/** As a service lists it that tells times, types and hashes only when asked. */
const bare = (path: string): FsObject => ({ kind: 'object', path: path as FsPath, size: 1, tier: 'COLD' })

async function told(fs: Fs, page: readonly (FsObject | FsDirectory)[], wanted: DetailsWanted) {
  const asked: string[] = []
  const failed: string[] = []
  const counting: Fs = {
    ...fs,
    stat: (path, options) => {
      asked.push(path)
      return fs.stat(path, options)
    },
  }
  const options = {
    signal: new AbortController().signal,
    checkers: 2,
    failed: (path: string, { kind }: FsError) => void failed.push(`${path}: ${kind}`),
  }
  return { details: await detailsOf(counting, page, wanted, options), asked, failed }
}

describe('detailsOf', () => {
  test('asks nothing that is not wanted, or known', async () => {
    const fs = await memoryOf({ a: 'x', b: 'y' })
    const known = await fs.stat('b' as FsPath)
    const { details, asked } = await told(fs, [DIRECTORY, bare('a'), known], {})
    expect(details.map(({ entry }) => entry)).toEqual([DIRECTORY, bare('a'), known])
    expect(asked).toEqual([])
    expect((await told(fs, [known], { modTimes: true })).asked).toEqual([])
  })

  test('asks for each once, in the order of the page, and keeps what only the listing told', async () => {
    const fs = await memoryOf({ a: 'x', b: 'y', 'c.png': 'z' })
    const wanted = { modTimes: true, mimeTypes: true, hashes: ['crc32', 'nosuch'], metadata: true }
    const { details, asked } = await told(fs, [bare('a'), DIRECTORY, bare('c.png')], wanted)
    expect(asked.toSorted()).toEqual(['a', 'c.png'])
    expect(details.map(({ entry, hashes }) => [entry.path, entry.modTime, hashes])).toEqual([
      ['a', 1_000_000_000n, { crc32: '8cdc1683' }],
      ['d', undefined, {}],
      ['c.png', 1_000_000_000n, { crc32: '62d277af' }],
    ])
    expect(details[2]?.entry).toMatchObject({ tier: 'COLD', mimeType: 'image/png' })
  })

  test('tells of what fails, and goes on without it', async () => {
    const fs: Fs = {
      ...(await memoryOf({ a: 'x', b: 'y' })),
      hash: async ({ path }) => {
        if (path === 'b') throw new FsError('denied', 'locked')
        return 'digest'
      },
    }
    const timed = await told(fs, [bare('missing'), bare('a')], { modTimes: true })
    expect(timed.failed).toEqual(['missing: not-found'])
    expect(timed.details[0]?.entry).toEqual(bare('missing'))
    const hashed = await told(fs, [bare('a'), bare('b')], { hashes: ['md5'] })
    expect(hashed.failed).toEqual(['b: denied'])
    expect(hashed.details.map(({ hashes, failedHashes }) => [hashes, failedHashes])).toEqual([
      [{ md5: 'digest' }, []],
      [{}, ['md5']],
    ])
  })

  test('where a service keeps no times, its own clock stands for them', async () => {
    const fs = await memoryOf({ a: 'x' })
    const timeless: Fs = { ...fs, features: { ...fs.features, modTimePrecision: undefined } }
    const { details, asked } = await told(timeless, [{ ...bare('a'), lastModified: 7n }], { modTimes: true })
    expect(details[0]?.entry.modTime).toBe(7n)
    expect(asked).toEqual([])
  })
})
