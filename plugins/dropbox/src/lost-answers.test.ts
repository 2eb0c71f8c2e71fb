import { bytesSource, createFixedLimiter, type Fs, fsPath, plainContext, ROOT } from '@tranship/core'
import type { Faults } from '@tranship/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { startCountingProxy } from '../../../test-integration/harness/counting-proxy.js'
import { type Double, startDouble } from '../test/double/server.js'
import { opened } from '../test/opened.js'
import { names, TIME, textAt } from '../test/place.js'

async function place(): Promise<{ readonly double: Double; readonly fs: Fs; readonly faults: Faults }> {
  const double = await startDouble()
  const { endpoint, faults } = await startCountingProxy(double.url)
  const context = plainContext(createFixedLimiter({ uploads: 32, requests: 32 }))
  const fs = await opened(endpoint, { token: double.tokens.text(), chunk_size: 1000 }, context)
  onTestFinished(async () => {
    await fs.close?.()
    double.close()
    expect(double.violations).toEqual([])
  })
  return { double, fs, faults }
}

const put = (fs: Fs, path: string, text: string, modTime = TIME) => fs.put(fsPath(path), bytesSource(Buffer.from(text)), { modTime })

/** Does something with the answer to each of its requests lost in turn, until it has no more of them. */
async function atEach(faults: Faults, act: (at: number) => Promise<void>): Promise<number> {
  for (let at = 0; ; at++) {
    faults.clear()
    faults.next({ lose: true }, { after: at })
    await act(at)
    const hasMet = faults.met() > 0
    faults.clear()
    if (!hasMet) return at
  }
}

test('a move over another file is done once', async () => {
  const { fs, faults } = await place()
  const requests = await atEach(faults, async (at) => {
    faults.clear()
    const object = await put(fs, `from ${at}`, `text ${at}`)
    const replaces = await put(fs, 'to', `old ${at}`)
    faults.next({ lose: true }, { after: at })
    await fs.move?.(object, fsPath('to'), { replaces })
    expect(await names(fs)).toEqual(['to'])
    expect(await textAt(fs, 'to')).toBe(`text ${at}`)
  })
  expect(requests).toBeGreaterThanOrEqual(2)
})

test('a copy over another file is done once', async () => {
  const { fs, faults } = await place()
  const object = await put(fs, 'from', 'new')
  await atEach(faults, async (at) => {
    faults.clear()
    const replaces = await put(fs, 'to', `old ${at}`)
    faults.next({ lose: true }, { after: at })
    await fs.copy?.(object, fsPath('to'), { replaces })
    expect(await names(fs)).toEqual(['from', 'to'])
    expect(await textAt(fs, 'to')).toBe('new')
  })
})

test('a directory is moved once', async () => {
  const { fs, faults } = await place()
  await put(fs, 'd0/file', 'x')
  await atEach(faults, async (at) => {
    await fs.moveDirectory?.(fsPath(`d${at}`), fsPath(`d${at + 1}`))
    expect(await names(fs)).toEqual([`d${at + 1}/`, `d${at + 1}/file`])
  })
})

test('a file whose time alone changes is there once, with its time', async () => {
  const { fs, faults } = await place()
  await put(fs, 'file', 'same')
  await atEach(faults, async (at) => {
    const modTime = TIME + BigInt(at + 1) * 1_000_000_000n
    expect((await put(fs, 'file', 'same', modTime)).modTime).toBe(modTime)
    expect(await names(fs)).toEqual(['file'])
  })
})

test('files that are committed together are all there', async () => {
  const { fs, faults } = await place()
  const count = 12
  for (let at = 0; at < 2 * count; at++) {
    faults.clear()
    faults.next({ lose: true }, { after: at })
    await Promise.all(Array.from({ length: count }, (_, file) => put(fs, `${file}`, `${at} of ${file}`)))
    faults.clear()
    expect(await names(fs, ROOT)).toHaveLength(count)
    expect(await textAt(fs, '7')).toBe(`${at} of 7`)
  }
})

test('a piece that has arrived is not sent again', async () => {
  const { double, fs, faults } = await place()
  faults.next({ lose: true }, { after: 1 })
  await put(fs, 'file', 'x'.repeat(3500))
  expect(double.received()).toBe(3500 + 1000) // the service is asked by sending it, and refuses it
  expect(double.seen.filter((route) => route.endsWith('append_v2'))).toHaveLength(4)
})

test('a small file of which a byte comes wrong is not written', async () => {
  const { fs, faults } = await place()
  await put(fs, 'file', 'old')
  faults.next({ corruptRequest: 1 })
  await expect(put(fs, 'file', 'new')).rejects.toMatchObject({ kind: 'mismatch' })
  expect(await textAt(fs, 'file')).toBe('old')
})
