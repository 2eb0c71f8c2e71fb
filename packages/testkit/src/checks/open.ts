import assert from 'node:assert/strict'
import { type ByteRange, fsPath, resolveRange } from '@tranship/core'
import { always } from '../applies.js'
import type { Check } from '../check.js'
import { fails } from '../expect.js'
import { bytesOf } from '../sources.js'
import { drain, read, sameBytes, write } from '../tree.js'

const SIZE = 1000

/** The first byte, the middle, the last bytes, the whole; over the end, beyond it, and nothing at all. */
const RANGES: readonly ByteRange[] = [
  { start: 0, end: 1 },
  { start: 0 },
  { start: 1 },
  { start: 100, end: 200 },
  { start: 999, end: 1000 },
  { start: 999 },
  { start: 0, end: 1000 },
  { start: 990, end: 5000 },
  { start: 1000 },
  { start: 1000, end: 1001 },
  { start: 5000 },
  { start: 5000, end: 6000 },
  { start: 500, end: 500 },
  { start: 0, end: 0 },
  { last: 1 },
  { last: 20 },
  { last: 1000 },
  { last: 5000 },
  { last: 0 },
]

export const openChecks: readonly Check[] = [
  {
    name: 'open: the whole body',
    sentence: 'open yields exactly the bytes of the object.',
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      for (const size of [0, 1, 70_000, 2 * partSize + 1]) {
        const object = await write(fs, 'file', bytesOf(size))
        sameBytes(await read(fs, object), bytesOf(size))
        sameBytes(await read(fs, await fs.stat(object.path)), bytesOf(size))
      }
    },
  },
  {
    name: 'open: ranges',
    sentence: 'open yields exactly the range that is asked for; what lies beyond the end is nothing, not an error.',
    appliesTo: always,
    run: async ({ fs }) => {
      for (const size of [SIZE, 0]) {
        const bytes = bytesOf(size)
        const object = await write(fs, 'file', bytes)
        for (const range of RANGES) {
          const { start, end } = resolveRange(range, size)
          sameBytes(await read(fs, object, { range }), bytes.subarray(start, end), `of ${size} bytes the range ${JSON.stringify(range)}`)
        }
      }
    },
  },
  {
    name: 'open: a range over several pieces',
    sentence: 'open yields exactly the range that is asked for.',
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      const bytes = bytesOf(2 * partSize + 1)
      const object = await write(fs, 'file', bytes)
      for (const range of [{ start: partSize - 10, end: partSize + 10 }, { start: partSize }, { last: partSize + 1 }]) {
        const { start, end } = resolveRange(range, bytes.byteLength)
        sameBytes(await read(fs, object, { range }), bytes.subarray(start, end), `the range ${JSON.stringify(range)}`)
      }
    },
  },
  {
    name: 'open: a missing object',
    sentence: 'open of a missing object is not-found, when it is pulled.',
    appliesTo: always,
    run: async ({ fs }) => {
      const object = await write(fs, 'file')
      await fs.remove(object)
      const { version: _gone, ...unversioned } = object
      await fails(drain(fs.open(unversioned)), 'not-found')
      await fails(drain(fs.open({ kind: 'object', path: fsPath('d/missing') })), 'not-found')
    },
  },
  {
    name: 'open: nothing before it is pulled',
    sentence: 'open does nothing until it is first pulled.',
    appliesTo: always,
    run: async ({ fs }) => {
      const body = fs.open({ kind: 'object', path: fsPath('late') })
      await write(fs, 'late', 'here by now')
      const chunks: Uint8Array[] = []
      for await (const chunk of body) chunks.push(chunk)
      assert.equal(Buffer.concat(chunks).toString(), 'here by now')
    },
  },
  {
    name: 'open: chunks to keep',
    sentence: "The chunks of a body are the consumer's to keep, unless it asked for `reuse`.",
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      const bytes = bytesOf(2 * partSize + 1)
      const object = await write(fs, 'file', bytes)
      const kept: Uint8Array[] = []
      for await (const chunk of fs.open(object)) kept.push(chunk)
      sameBytes(Buffer.concat(kept), bytes, 'what was kept')
      const copied: Uint8Array[] = []
      for await (const chunk of fs.open(object, { reuse: true })) copied.push(Uint8Array.from(chunk))
      sameBytes(Buffer.concat(copied), bytes, 'what was copied at once')
    },
  },
  {
    name: 'open: left early',
    sentence: 'Leaving the loop releases the connection.',
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      const bytes = bytesOf(partSize + 1)
      const object = await write(fs, 'file', bytes)
      for (let round = 0; round < 60; round++) {
        for await (const chunk of fs.open(object)) if (chunk.byteLength > 0) break
      }
      sameBytes(await read(fs, object), bytes)
      await fs.remove(object)
    },
  },
  {
    name: 'open: several at once',
    sentence: 'Every method may be called concurrently with any other.',
    appliesTo: always,
    run: async ({ fs, partSize }) => {
      const bytes = bytesOf(partSize + 1)
      const object = await write(fs, 'file', bytes)
      const bodies = await Promise.all(
        Array.from({ length: 8 }, (_each, at) => read(fs, object, { range: { start: at * 100 }, reuse: false })),
      )
      for (const [at, body] of bodies.entries()) sameBytes(body, bytes.subarray(at * 100))
    },
  },
]
