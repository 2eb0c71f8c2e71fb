import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type ByteSource, type Fs, type FsObject, fsPath } from '@tranship/core'
import { limitsMemory } from '../applies.js'
import type { Check } from '../check.js'
import { type MemoryWatch, watchMemory } from '../live-memory.js'
import { generated } from '../sources.js'

/** How often the memory is looked at while a body passes. */
const LOOKS = 4

const MEBIBYTE = 1024 ** 2

export const memoryChecks: readonly Check[] = [
  {
    name: 'memory: put',
    sentence: 'The memory for a put does not grow with its body: no more than the budget is held.',
    appliesTo: limitsMemory,
    run: async ({ fs, budgets: { memory = 0 } }) => {
      const watch = await watchMemory()
      const size = tooLargeFor(memory)
      const { size: stored } = await fs.put(fsPath('file'), watched(generated(size), size, watch))
      assert.ok(stored === undefined || stored === size)
      within(memory, watch, 'put')
    },
  },
  {
    name: 'memory: open',
    sentence: 'The memory for a body that is read does not grow with it: no more than the budget is held.',
    appliesTo: limitsMemory,
    run: async ({ fs, budgets: { memory = 0 } }) => {
      const size = tooLargeFor(memory)
      const object = await fs.put(fsPath('file'), generated(size))
      const watch = await watchMemory()
      assert.equal(await digestRead(fs, object, size, watch), await digestOf(generated(size)), 'the content is another')
      within(memory, watch, 'open')
    },
  },
]

/** Bytes of a body that does not fit into the budget, whole mebibytes. */
const tooLargeFor = (budget: number): number => (Math.ceil((1.25 * budget) / MEBIBYTE) + 1) * MEBIBYTE

function within(budget: number, watch: MemoryWatch, what: string): void {
  assert.ok(watch.most() <= budget, `${what} held ${watch.most()} bytes, not at most ${budget}`)
}

/** The same source; the memory is looked at while it is read. */
function watched(source: ByteSource, size: number, watch: MemoryWatch): ByteSource {
  return { ...source, open: (range, options) => looking(source.open(range, options), size, watch) }
}

async function* looking(bytes: AsyncIterable<Uint8Array>, size: number, watch: MemoryWatch): AsyncGenerator<Uint8Array> {
  const step = Math.floor(size / LOOKS)
  let passed = 0
  for await (const chunk of bytes) {
    const before = passed
    passed += chunk.byteLength
    if (Math.floor(passed / step) > Math.floor(before / step)) await watch.look()
    yield chunk
  }
}

async function digestRead(fs: Fs, object: FsObject, size: number, watch: MemoryWatch): Promise<string> {
  const digest = createHash('md5')
  for await (const chunk of looking(fs.open(object, { reuse: true }), size, watch)) digest.update(chunk)
  return digest.digest('hex')
}

async function digestOf(source: ByteSource): Promise<string> {
  const digest = createHash('md5')
  for await (const chunk of source.open(undefined, { reuse: true })) digest.update(chunk)
  return digest.digest('hex')
}
