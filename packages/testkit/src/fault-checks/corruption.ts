import assert from 'node:assert/strict'
import { type Fs, fsPath, isFsError, type SyncEvent, subdirectory, sync } from '@tranship/core'
import { always, where } from '../applies.js'
import { absent } from '../expect.js'
import { bytesOf } from '../sources.js'
import { pathsBelow, read, sameBytes, write } from '../tree.js'
import { atFirst, type FaultCheck } from './fault-check.js'

/** Longer than the answers to all that is asked besides the body. */
const LARGE = 1024 ** 2
const CHOICES = { deletes: false, compare: 'modTime' } as const

export const corruptionChecks: readonly FaultCheck[] = [
  {
    name: 'faults: a corrupted byte of a download',
    sentence: 'A transfer whose bytes do not have the hash that was listed is a mismatch, and nothing of it is kept.',
    appliesTo: where((features) => features.hashes.length > 0, 'features.hashes is empty'),
    run: async ({ fs }, faults) => {
      const bytes = bytesOf(LARGE)
      await write(fs, 'from/file', bytes)
      const [from, to] = [subdirectory(fs, fsPath('from')), throughThisMachine(subdirectory(fs, fsPath('to')))]
      for (const corruptAnswer of [LARGE / 2, LARGE - 1]) {
        const events: SyncEvent[] = []
        await atFirst(faults, { corruptAnswer }, () => sync(from, to, CHOICES, { report: (event) => events.push(event) }))
        const [event] = events
        if (event?.type === 'failed') {
          assert.equal(event.error.kind, 'mismatch', event.error.message)
          await absent(fs, 'to/file')
        } else {
          sameBytes(await read(fs, await fs.stat(fsPath('to/file'))), bytes, 'the copy')
          await fs.remove(await fs.stat(fsPath('to/file')))
        }
      }
    },
  },
  {
    name: 'faults: a corrupted byte of an upload',
    sentence: 'The bytes are verified before they replace anything: a corrupted one is a mismatch, or they are sent again.',
    appliesTo: always,
    run: async ({ fs, partSize, leftovers }, faults) => {
      for (const size of [LARGE, 2 * partSize + 100]) {
        const [old, young] = [bytesOf(size, 1), bytesOf(size, 2)]
        for (const corruptRequest of [0, Math.floor(Math.min(size, partSize) / 2), Math.min(size, partSize) - 1]) {
          await write(fs, 'file', old)
          const error: unknown = await atFirst(faults, { corruptRequest }, () =>
            write(fs, 'file', young).then(
              () => undefined,
              (reason: unknown) => reason,
            ),
          )
          if (error !== undefined) assert.ok(isFsError(error), `it failed with ${error}, which is no FsError`)
          const expected = error === undefined ? young : old
          sameBytes(await read(fs, await fs.stat(fsPath('file'))), expected, error === undefined ? 'the new object' : 'the old object')
          assert.deepEqual(await pathsBelow(fs), ['file'])
          assert.deepEqual(await leftovers(), [], 'something is left behind')
        }
      }
    },
  },
]

/** The Fs without copies of its own. */
function throughThisMachine(fs: Fs): Fs {
  const { copy: _hidden, ...rest } = fs
  return rest
}
