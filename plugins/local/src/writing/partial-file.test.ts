import { hash, randomBytes } from 'node:crypto'
import { chmodSync, linkSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ByteSource, bytesSource, type Checkpoint, type Hashes, resolveRange } from '@tranship/core/backend'
import { describe, expect, it } from 'vitest'
import { path, scratchFs } from '../../test/scratch.js'

const MEBIBYTE = 1024 ** 2
const CONTENT = randomBytes(3 * MEBIBYTE)
const MD5 = hash('md5', CONTENT, 'hex')
const broken = new Error('cut off')

interface Remembered extends Checkpoint {
  state: string | undefined
}

function remembered(): Remembered {
  return {
    state: undefined,
    load() {
      return this.state
    },
    save(state) {
      this.state = state
    },
  }
}

/** The content, of which so many bytes come before it breaks off; and the ranges that were asked for. */
function source(bytes = CONTENT.byteLength): ByteSource & { readonly asked: unknown[] } {
  const asked: unknown[] = []
  return {
    asked,
    size: CONTENT.byteLength,
    repeatable: true,
    open: async function* (range) {
      asked.push(range)
      const { start, end } = resolveRange(range, CONTENT.byteLength)
      yield CONTENT.subarray(start, Math.min(end, bytes))
      if (bytes < end) throw broken
    },
  }
}

/** A put that was cut off after two MiB. */
async function cutOff(more: Parameters<typeof scratchFs>[1] = {}) {
  const { fs, root } = scratchFs(undefined, more)
  const checkpoint = remembered()
  await expect(fs.put(path('file'), source(2 * MEBIBYTE), { checkpoint })).rejects.toBe(broken)
  const partial = () => readdirSync(root).find((name) => name.endsWith('.partial')) ?? ''
  const goOn = async () => {
    const sent: Hashes[] = []
    const rest = source()
    const transfer = { hashes: ['md5'], take: () => {}, sent: (digests: Hashes) => void sent.push(digests) }
    await fs.put(path('file'), rest, { checkpoint, transfer })
    expect(readFileSync(join(root, 'file')).equals(CONTENT)).toBe(true)
    return { asked: rest.asked, sent }
  }
  return { fs, root, checkpoint, partial, goOn }
}

const REST = { start: 2 * MEBIBYTE, end: 3 * MEBIBYTE }

describe('a put with a checkpoint that was cut off', () => {
  it('goes on at the byte it reached, and tells the digest of the whole before it commits', async () => {
    const { root, goOn } = await cutOff()
    expect(readdirSync(root)).toHaveLength(1)
    expect(await goOn()).toEqual({ asked: [REST], sent: [{ md5: MD5 }] })
    expect(readdirSync(root)).toEqual(['file'])
  })

  it('goes on when it was cut off while it took the partial file over', async () => {
    for (const isRenamed of [false, true]) {
      const { root, checkpoint, partial, goOn } = await cutOff()
      const state = JSON.parse(checkpoint.state ?? '') as { files: string[] }
      const [old = ''] = state.files
      const fresh = join(root, partial().replace(/-[0-9a-z]+\.partial$/, '-zz.partial'))
      checkpoint.state = JSON.stringify({ ...state, files: [fresh, old] })
      if (isRenamed) renameSync(old, fresh)
      expect((await goOn()).asked).toEqual([REST])
    }
  })

  it('replaces a file with its permissions', async () => {
    const { root, goOn } = await cutOff()
    writeFileSync(join(root, 'file'), 'old')
    chmodSync(join(root, 'file'), 0o640)
    await goOn()
    expect(statSync(join(root, 'file')).mode & 0o777).toBe(0o640)
  })

  it('begins anew where the partial file is gone, too long, linked, or from before the machine was started', async () => {
    const spoil: Readonly<Record<string, (file: string) => void>> = {
      gone: (file) => renameSync(file, `${file}.elsewhere`),
      'too long': (file) => writeFileSync(file, Buffer.alloc(4 * MEBIBYTE)),
      linked: (file) => linkSync(file, `${file}.link`),
      old: (file) => utimesSync(file, 1, 1),
    }
    for (const [how, change] of Object.entries(spoil)) {
      const { root, partial, goOn } = await cutOff()
      change(join(root, partial()))
      expect((await goOn()).asked, how).toEqual([undefined])
      expect(readdirSync(root).filter((name) => name.endsWith('.partial'))).toEqual([])
    }
  })

  it('never touches a file that is none of its own, whatever a state says', async () => {
    const { fs, root } = scratchFs()
    for (const name of ['target', '.file.partial']) writeFileSync(join(root, name), 'precious')
    symlinkSync(join(root, 'target'), join(root, `.file.00000000-1-00000000-1.partial`))
    for (const name of ['target', '.file.partial', '.file.00000000-1-00000000-1.partial']) {
      const state = JSON.stringify({ version: 1, of: join(root, 'file'), files: [join(root, name)] })
      await fs.discard?.(state)
      const checkpoint = { ...remembered(), state }
      await fs.put(path('file'), source(), { checkpoint }).catch(() => {})
      expect(readFileSync(join(root, 'target'), 'utf8')).toBe('precious')
      expect(readFileSync(join(root, '.file.partial'), 'utf8')).toBe('precious')
    }
    for (const text of ['', 'null', '{}', '{"version":1,"of":"x","files":[1]}']) await fs.discard?.(text)
  })

  it('leaves nothing once it is discarded', async () => {
    const { fs, root, checkpoint } = await cutOff()
    await fs.discard?.(checkpoint.state ?? '')
    expect(readdirSync(root)).toEqual([])
  })
})

it('a file that is soon written again, or written in place, is not noted', async () => {
  const { fs, root } = scratchFs()
  const checkpoint = remembered()
  await fs.put(path('small'), bytesSource(randomBytes(1000)), { checkpoint })
  expect(checkpoint.state).toBeUndefined()
  expect(readdirSync(root)).toEqual(['small'])
  const inPlace = scratchFs(undefined, { inplace: true })
  await inPlace.fs.put(path('large'), source(), { checkpoint })
  expect(checkpoint.state).toBeUndefined()
})
