import assert from 'node:assert/strict'
import { type Fs, type FsDirectory, fsPath, ROOT } from '@tranship/core'
import { all, keepsTimes, needs, realDirectories, seesStorageClasses } from '../applies.js'
import type { Check } from '../check.js'
import { agreesWithStat, fails } from '../expect.js'
import { bytesOf } from '../sources.js'
import { entriesOf, read, sameBytes, write } from '../tree.js'

const SECOND = 1_000_000_000n

/** Before the epoch, at it, with nanoseconds, beyond 32 bits of seconds. */
const TIMES: readonly bigint[] = [
  -SECOND,
  -500_000_000n,
  -1n,
  0n,
  1n,
  1_354_040_105n * SECOND + 123_456_789n,
  1_354_040_105n * SECOND + 999_999_999n,
  (2n ** 31n - 1n) * SECOND,
  2n ** 31n * SECOND + 1n,
  2n ** 32n * SECOND + 987_654_321n,
]

export const timeChecks: readonly Check[] = [
  {
    name: 'times: put',
    sentence: 'The modification time survives a put, up to features.modTimePrecision.',
    appliesTo: keepsTimes,
    run: async ({ fs, partSize }) => {
      for (const time of TIMES) {
        near(fs, (await write(fs, 'file', 'x', { modTime: time })).modTime, time, 'put')
        near(fs, (await fs.stat(fsPath('file'))).modTime, time, 'stat')
      }
      await write(fs, 'large', bytesOf(partSize + 1), { modTime: TIMES[5] as bigint })
      near(fs, (await fs.stat(fsPath('large'))).modTime, TIMES[5] as bigint, 'stat of a large object')
    },
  },
  {
    name: 'times: setModTime',
    sentence: 'setModTime sets the modification time, and returns the entry as it is now.',
    appliesTo: all(keepsTimes, needs('setModTime')),
    run: async ({ fs }) => {
      let object = await write(fs, 'file', 'x', { modTime: 1_000_000_000n })
      for (const time of TIMES) {
        const changed = await fs.setModTime?.(object, time)
        assert.ok(changed?.kind === 'object')
        object = await fs.stat(object.path)
        near(fs, object.modTime, time, 'stat')
        agreesWithStat(changed, object, 'setModTime')
      }
    },
  },
  {
    name: 'times: what setModTime keeps',
    sentence: 'setModTime keeps content, mime type and metadata.',
    appliesTo: needs('setModTime'),
    run: async ({ fs, partSize }) => {
      for (const size of [0, 100, partSize + 1]) {
        const before = await write(fs, 'file', bytesOf(size), { mimeType: 'text/x-check', metadata: { color: 'blue' } })
        const metadata = await fs.metadata?.(before)
        await fs.setModTime?.(before, 1_354_040_105_000_000_000n)
        const after = await fs.stat(before.path)
        assert.deepEqual([after.size, after.mimeType, after.hashes], [before.size, before.mimeType, before.hashes])
        assert.deepEqual(timeless(await fs.metadata?.(after)), timeless(metadata))
        sameBytes(await read(fs, after), bytesOf(size))
      }
    },
  },
  {
    name: 'times: setModTime and the storage class',
    sentence: 'setModTime keeps the storage class.',
    appliesTo: all(needs('setModTime'), seesStorageClasses),
    run: async ({ fs, storageClass }) => {
      const path = fsPath('file')
      await storageClass?.put(path, bytesOf(100))
      const before = await storageClass?.of(path)
      await write(fs, 'other', bytesOf(100))
      assert.notEqual(before, await storageClass?.of(fsPath('other')), 'the backend writes into the same class')
      await fs.setModTime?.(await fs.stat(path), 1_354_040_105_000_000_000n)
      assert.equal(await storageClass?.of(path), before)
      sameBytes(await read(fs, await fs.stat(path)), bytesOf(100))
    },
  },
  {
    name: 'times: setModTime of a missing object',
    sentence: 'setModTime of a missing object is not-found.',
    appliesTo: needs('setModTime'),
    run: async ({ fs }) => {
      const { version: _gone, ...object } = await write(fs, 'file')
      await fs.remove(object)
      await fails(async () => fs.setModTime?.(object, 0n), 'not-found')
      assert.deepEqual(await entriesOf(fs.list(ROOT)), [])
    },
  },
  {
    name: 'times: of a directory',
    sentence: 'setModTime sets the modification time of a directory that exists by itself.',
    appliesTo: all(realDirectories, keepsTimes, needs('setModTime')),
    run: async ({ fs }) => {
      await write(fs, 'd/file')
      for (const time of TIMES) {
        const directory = await directoryAt(fs)
        const changed = await fs.setModTime?.(directory, time)
        near(fs, changed?.kind === 'directory' ? changed.modTime : undefined, time, 'setModTime')
        near(fs, (await directoryAt(fs)).modTime, time, 'the listing')
      }
      await fails(async () => fs.setModTime?.({ kind: 'directory', path: fsPath('missing') }, 0n), 'not-found')
    },
  },
]

/** What `metadata` tells, but times (`mtime`, `atime`, `btime`): some go with the one that was set. */
function timeless(metadata: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(metadata).filter(([name]) => !name.endsWith('time')))
}

async function directoryAt(fs: Fs): Promise<FsDirectory> {
  const [directory] = await entriesOf(fs.list(ROOT))
  assert.ok(directory?.kind === 'directory')
  return directory
}

function near({ features }: Fs, actual: bigint | undefined, expected: bigint, who: string): void {
  const step = features.modTimePrecision ?? 0n
  const apart = (actual ?? assert.fail(`${who} tells no modification time`)) - expected
  assert.ok(apart < step && apart > -step, `${who} tells ${actual}, which is ${apart} ns from ${expected}: more than a step of ${step} ns`)
}
