import { type ByteSource, bytesSource, type Fs, fsPath, readAll } from '@tranship/core'
import { describe, expect, test } from 'vitest'
import { startCountingProxy } from '../../../../test-integration/harness/counting-proxy.js'
import { double, opened, openedAsCore } from '../../test/opened.js'
import { keysBelow, textAt } from '../../test/tree.js'

const BYTES = Buffer.alloc(1024 ** 2, 'some more content; ')

/** Read as it comes, without a shorter way. */
const source = (bytes: Uint8Array, size = bytes.byteLength): ByteSource => ({ size, repeatable: true, open: bytesSource(bytes).open })

async function bytesAt(fs: Fs, path: string): Promise<Buffer> {
  return Buffer.from(await readAll(fs.open(await fs.stat(fsPath(path)))))
}

describe('a file of some size, in one request', () => {
  test('passes as it is read, with its digest told before the end', async () => {
    const at = await double()
    const fs = await opened(at)
    const sent: unknown[] = []
    const transfer = { hashes: [], take: () => {}, sent: (digests: unknown) => void sent.push(digests) }
    const object = await fs.put(fsPath('file'), source(BYTES), { transfer })
    expect(sent).toEqual([{ md5: object.hashes?.md5 }])
    expect(Buffer.compare(await bytesAt(fs, 'file'), BYTES)).toBe(0)
    expect(at.requests.filter((each) => each.includes('uploadType=multipart'))).toHaveLength(1)
  })

  test.each([1, -1])('leaves what is there when its source is %d byte off', async (off) => {
    const fs = await opened(await double())
    await fs.put(fsPath('file'), bytesSource(Buffer.from('old')))
    for (const path of ['file', 'new']) {
      await expect(fs.put(fsPath(path), source(BYTES, BYTES.byteLength + off))).rejects.toMatchObject({ kind: 'mismatch' })
    }
    expect([await keysBelow(fs), await textAt(fs, 'file')]).toEqual([['file'], 'old'])
  })

  test.each([{ lose: true }, { answer: 503 }, { resetAfter: 500_000 }] as const)(
    'is sent again after %j, and is one file',
    async (fault) => {
      const at = await double()
      const { endpoint, faults } = await startCountingProxy(at.endpoint)
      const fs = await openedAsCore({ endpoint, tokens: at.tokens })
      await fs.put(fsPath('other'), bytesSource(Buffer.from('x')))
      for (const path of ['file', 'file']) {
        faults.next(fault, { after: 'resetAfter' in fault ? 0 : 1 }) // the first asks what is there
        await fs.put(fsPath(path), source(BYTES))
        expect(faults.met()).toBe(1)
        faults.clear()
        expect(await keysBelow(fs)).toEqual(['file', 'other'])
        expect(Buffer.compare(await bytesAt(fs, 'file'), BYTES)).toBe(0)
      }
    },
  )
})
