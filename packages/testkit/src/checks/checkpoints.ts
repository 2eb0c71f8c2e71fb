import assert from 'node:assert/strict'
import { type Checkpoint, fsPath } from '@tranship/core'
import { needs } from '../applies.js'
import type { Check } from '../check.js'
import { failsWith, soon } from '../expect.js'
import type { Scratch } from '../scratch.js'
import { bytesOf, counted, sized, stalling } from '../sources.js'
import { everything, read, sameBytes } from '../tree.js'

/** Parts of the upload that is cut off. */
const PARTS = 4
/** Milliseconds that parts have to arrive before it is. */
const ARRIVING = 1_000

export const checkpointChecks: readonly Check[] = [
  {
    name: 'checkpoints: going on',
    sentence: 'A put that is called again with its checkpoint sends less than one part again.',
    appliesTo: needs('discard'),
    run: async (scratch) => {
      const { fs, partSize } = scratch
      const bytes = bytesOf(PARTS * partSize)
      for (let part = 1; part < PARTS; part++) {
        const checkpoint = remembered()
        const sent = part * partSize + 10
        await cutOff(scratch, bytes.subarray(0, sent), bytes.byteLength, checkpoint)
        const { source, reading } = counted(sized(bytes))
        const object = await fs.put(fsPath('file'), source, { checkpoint })
        sameBytes(await read(fs, object), bytes)
        const again = reading.opened - (bytes.byteLength - sent)
        assert.ok(again < partSize, `${again} bytes were sent again, which is more than a part of ${partSize}`)
        await fs.remove(object)
      }
    },
  },
  {
    name: 'checkpoints: given up',
    sentence: 'discard removes what the state of a checkpoint names.',
    appliesTo: needs('discard'),
    run: async (scratch) => {
      const { fs, partSize, leftovers } = scratch
      const checkpoint = remembered()
      await cutOff(scratch, bytesOf(2 * partSize + 10), PARTS * partSize, checkpoint)
      const state = checkpoint.load()
      if (state !== undefined) await fs.discard?.(state)
      assert.deepEqual(await leftovers(), [])
      assert.deepEqual(await everything(fs), [])
    },
  },
  {
    name: 'checkpoints: none kept where none is given',
    sentence: 'Without a checkpoint a put that was cut off leaves nothing.',
    appliesTo: needs('discard'),
    run: async (scratch) => {
      const { fs, partSize, leftovers } = scratch
      await cutOff(scratch, bytesOf(2 * partSize + 10), PARTS * partSize)
      assert.deepEqual(await leftovers(), [])
      assert.deepEqual(await everything(fs), [])
    },
  },
]

function remembered(): Checkpoint {
  let state: string | undefined
  return {
    load: () => state,
    save: (saved) => {
      state = saved
    },
  }
}

async function cutOff({ fs }: Scratch, bytes: Uint8Array, promised: number, checkpoint?: Checkpoint): Promise<void> {
  const stop = new AbortController()
  const reason = new Error('cancelled')
  const source = stalling(bytes, promised, () => setTimeout(() => stop.abort(reason), ARRIVING))
  const options = { signal: stop.signal, ...(checkpoint && { checkpoint }) }
  await soon(failsWith(reason, fs.put(fsPath('file'), source, options)), 'an aborted put')
}
