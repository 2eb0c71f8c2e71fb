import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ByteSource, type Bytes, bytesSource } from '@tranship/core/backend'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { path, scratch, scratchFs } from '../../test/scratch.js'

const of = (text: string) => bytesSource(Buffer.from(text))
const streamed = (open: () => Bytes, size?: number): ByteSource => ({ open, repeatable: false, ...(size !== undefined && { size }) })

describe('put', () => {
  it('makes parents, sets the time, and returns what stat does', async () => {
    const { fs, root } = scratchFs(join(scratch(), 'not/yet'))
    const modTime = 1_234_567_890_123_456_789n
    const object = await fs.put(path('a/b/c'), of('hello'), { modTime })
    expect(object).toEqual(await fs.stat(path('a/b/c')))
    expect(object.size).toBe(5)
    expect((object.modTime ?? 0n) / 1000n).toBe(modTime / 1000n)
    expect(readFileSync(join(root, 'a/b/c'), 'utf8')).toBe('hello')
    expect(readdirSync(join(root, 'a/b'))).toEqual(['c'])
  })

  it('writes any sequence of chunks, of known or unknown size', async () => {
    const { fs, root } = scratchFs()
    const sizes = fc.array(fc.oneof(fc.nat(10), fc.nat(700_000)), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(sizes, fc.boolean(), async (sizes, known) => {
        const chunks = sizes.map((size) => randomBytes(size))
        const body = Buffer.concat(chunks)
        const one = Buffer.alloc(700_000)
        const source = streamed(
          async function* () {
            for (const chunk of chunks) yield one.subarray(0, chunk.copy(one)) // one memory for all: `reuse` is asked for
          },
          known ? body.byteLength : undefined,
        )
        expect((await fs.put(path('file'), source)).size).toBe(body.byteLength)
        expect(Buffer.compare(readFileSync(join(root, 'file')), body)).toBe(0)
      }),
      { numRuns: 50 },
    )
  })

  it('takes a whole source once it may, and tells its digests before it commits', async () => {
    const { fs, root } = scratchFs()
    const told: string[] = []
    await fs.put(path('file'), of('hello'), {
      transfer: {
        hashes: ['md5'],
        take: async (bytes) => void told.push(`take ${bytes}`),
        sent: (digests) => void told.push(`${digests.md5} ${existsSync(join(root, 'file'))}`),
      },
    })
    expect(told).toEqual(['take 5', '5d41402abc4b2a76b9719d911017c592 false'])
  })

  const failures: [string, ByteSource, object][] = [
    ['fails', streamed(() => failing()), { message: 'broken' }],
    ['ends early', streamed(() => of('hal').open(), 5), { kind: 'mismatch' }],
    ['runs long', streamed(() => of('longer').open(), 5), { kind: 'mismatch' }],
    ['is shorter than it said', { ...of('hal'), size: 5 }, { kind: 'mismatch' }],
    ['is longer than it said', { ...of('longer'), size: 5 }, { kind: 'mismatch' }],
  ]
  it.each(failures)('leaves the old file and no part when the source %s', async (_, source, error) => {
    const { fs, root } = scratchFs()
    await fs.put(path('file'), of('old'))
    await expect(fs.put(path('file'), source)).rejects.toMatchObject(error)
    expect(readdirSync(root)).toEqual(['file'])
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('old')
  })

  it('gives up at once when aborted, even where the source does not, and leaves nothing', async () => {
    const { fs, root } = scratchFs()
    const controller = new AbortController()
    const reason = new Error('enough')
    const put = fs.put(
      path('file'),
      streamed(async function* () {
        yield Buffer.from('part')
        await new Promise(() => {})
      }),
      { signal: controller.signal },
    )
    await vi.waitFor(() => expect(readdirSync(root).length).toBe(1))
    controller.abort(reason)
    await expect(put).rejects.toBe(reason)
    expect(readdirSync(root)).toEqual([])
    await expect(fs.put(path('file'), of('x'), { signal: controller.signal })).rejects.toBe(reason)
    expect(readdirSync(root)).toEqual([])
  })

  it('holds to what the caller believes is there', async () => {
    const { fs, root } = scratchFs()
    const first = await fs.put(path('file'), of('one'), { replaces: 'nothing' })
    await expect(fs.put(path('file'), of('two'), { replaces: 'nothing' })).rejects.toMatchObject({ kind: 'precondition-failed' })
    const second = await fs.put(path('file'), of('two'), { replaces: first })
    await expect(fs.put(path('file'), of('six'), { replaces: first })).rejects.toMatchObject({ kind: 'precondition-failed' })
    await fs.remove(second)
    await expect(fs.put(path('file'), of('six'), { replaces: second })).rejects.toMatchObject({ kind: 'precondition-failed' })
    expect(readdirSync(root)).toEqual([])
  })

  it('sees a file that came while the bytes did', async () => {
    const { fs, root } = scratchFs()
    const source = streamed(async function* () {
      writeFileSync(join(root, 'file'), 'theirs')
      yield Buffer.from('ours')
    })
    await expect(fs.put(path('file'), source, { replaces: 'nothing' })).rejects.toMatchObject({ kind: 'precondition-failed' })
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('theirs')
    expect(readdirSync(root)).toEqual(['file'])
  })

  it('leaves one whole file of many concurrent puts to one name', async () => {
    const { fs, root } = scratchFs()
    const bodies = Array.from({ length: 20 }, (_, at) => Buffer.alloc(400_000, at))
    await Promise.all(
      bodies.map((body) =>
        fs.put(
          path('file'),
          streamed(() => bytesSource(body).open()),
        ),
      ),
    )
    expect(readdirSync(root)).toEqual(['file'])
    const result = readFileSync(join(root, 'file'))
    expect(bodies.some((body) => body.equals(result))).toBe(true)
  })

  it('keeps the permissions of the file that it replaces', async () => {
    const { fs, root } = scratchFs()
    for (const mode of [0o600, 0o755, 0o666]) {
      writeFileSync(join(root, 'file'), '')
      chmodSync(join(root, 'file'), mode)
      await fs.put(path('file'), of('new'))
      expect(statSync(join(root, 'file')).mode & 0o777).toBe(mode)
    }
  })

  it('refuses a place that is taken by something else', async () => {
    const { fs, root } = scratchFs()
    await fs.mkdir(path('directory'))
    await fs.put(path('file'), of('x'))
    execFileSync('mkfifo', [join(root, 'pipe')])
    await expect(fs.put(path('directory'), of('x'))).rejects.toMatchObject({ kind: 'is-directory' })
    await expect(fs.put(path(''), of('x'))).rejects.toMatchObject({ kind: 'is-directory' })
    await expect(fs.put(path('pipe'), of('x'))).rejects.toMatchObject({ kind: 'already-exists' })
    await expect(fs.put(path('file/x/y'), of('x'))).rejects.toMatchObject({ kind: 'already-exists', path: 'file' })
    expect(readdirSync(root).toSorted()).toEqual(['directory', 'file', 'pipe'])
  })

  it('takes the longest name there is, and names the limit for a longer one', async () => {
    const { fs, root } = scratchFs()
    const longest = path(`${'ä'.repeat(127)}b`)
    expect(await fs.put(longest, of('x'))).toEqual(await fs.stat(longest))
    await expect(fs.put(path(`${longest}b`), of('x'))).rejects.toMatchObject({
      kind: 'invalid-path',
      message: expect.stringContaining('256 bytes, the limit is 255'),
    })
    await expect(fs.put(path(`${'a/'.repeat(3000)}a`), of('x'))).rejects.toMatchObject({ kind: 'invalid-path' })
    expect(readdirSync(root)).toContain(longest)
  })

  it('is quota on a full file system, and leaves the old file', async (context) => {
    const directory = scratch()
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory], { stdio: 'pipe' })
    } catch (error) {
      context.skip(`no tmpfs can be mounted here: ${error instanceof Error ? error.message.trim() : error}`)
    }
    try {
      const { fs } = scratchFs(directory)
      await fs.put(path('file'), of('old'))
      const source = streamed(() => bytesSource(randomBytes(3_000_000)).open(), 3_000_000)
      await expect(fs.put(path('file'), source)).rejects.toMatchObject({ kind: 'quota', path: 'file' })
      expect(readdirSync(directory)).toEqual(['file'])
      expect(readFileSync(join(directory, 'file'), 'utf8')).toBe('old')
    } finally {
      await vi.waitFor(() => execFileSync('umount', [directory], { stdio: 'pipe' }))
    }
  })
})

async function* failing(): Bytes {
  yield Buffer.from('part')
  throw new Error('broken')
}
