import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryOf } from '../../test/memory.js'
import { everything } from '../filter/filter.js'
import type { Bytes } from '../fs/bytes.js'
import type { Fs } from '../fs/fs.js'
import { createHasher } from '../fs/hash.js'
import { type CheckSumsOptions, checkSums } from './check-sums.js'
import { sumFileLine, sumFileListing, sumFileName } from './sum-file.js'

function md5(text: string): string {
  const hasher = createHasher(['md5'])
  hasher.update(Buffer.from(text))
  return hasher.digests().md5 ?? ''
}

/** A text in chunks of three bytes, so that no character and no line comes whole. */
async function* bytesOf(text: string): Bytes {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3)
}

async function verdicts(sums: string, fs: Fs, options: Partial<CheckSumsOptions> = {}): Promise<{ found: string[]; malformed: number[] }> {
  const [found, malformed]: [string[], number[]] = [[], []]
  await checkSums(bytesOf(sums), fs, {
    hash: 'md5',
    download: false,
    malformed: (line) => void malformed.push(line),
    report: ({ is, path }) => void found.push(`${is} ${path}`),
    ...options,
  })
  return { found: found.sort(), malformed }
}

const FILES = { same: 'x', 'd/é differs': 'y', 'not summed': 'z', 'new\nline': 'n' }

const SUMS = `${md5('x').toUpperCase()}  same
${md5('other')} *d/é differs

# a comment
${md5('n')}  new␊line\r
${md5('q')}  missing
${md5('second')}  same
one-space only`

describe('checkSums', () => {
  test.each([false, true])('holds files to their sums (download: %s)', async (download) => {
    const { found, malformed } = await verdicts(SUMS, await memoryOf(FILES), { download })
    expect(found).toEqual([
      'different d/é differs',
      'duplicate same',
      'missing-on-dst missing',
      'missing-on-src not summed',
      'same new\nline',
      'same same',
    ])
    expect(malformed).toEqual([4, 8])
  })

  test('one way, files without a sum are of no interest; the filter leaves out sums too', async () => {
    const { found } = await verdicts(SUMS, await memoryOf(FILES), { oneWay: true })
    expect(found).not.toContain('missing-on-src not summed')
    const filter = { ...everything, object: ({ path }: { path: string }) => path === 'same' }
    expect((await verdicts(SUMS, await memoryOf(FILES), { filter })).found).toEqual(['duplicate same', 'same same'])
  })

  test('a storage without the hash is refused, and nothing is compared', async () => {
    const fs = await memoryOf(FILES)
    const without = { ...fs, features: { ...fs.features, hashes: [] } }
    await expect(verdicts(SUMS, without)).rejects.toMatchObject({ kind: 'unsupported' })
    expect((await verdicts(SUMS, without, { download: true })).found).toContain('same same')
  })
})

describe('a sum file', () => {
  test('gives back every path that was written to it', async () => {
    const path = fc.string({
      unit: fc.constantFrom('a', ' ', '\n', '\r', '\t', '\u007f', '␊', '␡', '\u{201b}', 'é', '*', '😀'),
      minLength: 1,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(path, { maxLength: 5 }), async (paths) => {
        const text = paths.map((path) => `${sumFileLine('0a', path, 2)}\n`).join('')
        const pages = await Array.fromAsync(sumFileListing(bytesOf(text), 'md5', () => expect.unreachable()))
        expect(pages.flat().map((entry) => entry.path)).toEqual(paths)
      }),
    )
  })

  test('is written as rclone and md5sum do', () => {
    expect(sumFileLine('ab', 'a b', 4)).toBe('  ab  a b')
    expect(sumFileName('tab\tnewline\nbell\u0007del\u007f')).toBe('tab␉newline␊bell␇del␡')
    expect(sumFileName('a picture ␊, a quote \u{201b}')).toBe('a picture \u{201b}␊, a quote \u{201b}\u{201b}')
  })
})
