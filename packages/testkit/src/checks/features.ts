import assert from 'node:assert/strict'
import { type Fs, fsPath, subdirectory } from '@tranship/core'
import { all, always, needs, where } from '../applies.js'
import type { Check } from '../check.js'
import { agreesWithStat, fails } from '../expect.js'
import { read, textAt, write } from '../tree.js'

const keepsAnyMetadata = where((features) => features.metadataKeys === undefined, 'features.metadataKeys names the keys that are kept')

export const featureChecks: readonly Check[] = [
  {
    name: 'features: consistent',
    sentence: 'features are facts that agree with each other and with the methods: no operation is held to versions that is not there.',
    appliesTo: always,
    run: async ({ fs }) => {
      const { features, place } = fs
      assert.ok(
        features.modTimePrecision === undefined || features.modTimePrecision > 0n,
        'the precision is a positive number of nanoseconds',
      )
      for (const operation of features.conditions) assert.ok(fs[operation] !== undefined, `conditions name ${operation}, which is absent`)
      assert.equal(new Set(features.hashes).size, features.hashes.length)
      if (features.modTimePrecision === undefined) assert.equal(fs.setModTime, undefined, 'setModTime of times that are not kept')
      assert.ok(place.realm !== '')
    },
  },
  {
    name: 'features: the same below a directory',
    sentence: 'A method that an Fs lacks is undefined through every layer, and one that it has is there.',
    appliesTo: always,
    run: async ({ opened: fs }) => {
      const narrowed = subdirectory(fs, fsPath('d'))
      const methods = (of: Fs) => Object.entries(of).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []))
      for (const [name, value] of Object.entries(fs)) assert.ok(value !== undefined, `${name} is there, and undefined`)
      assert.deepEqual(methods(narrowed).sort(), methods(fs).sort())
      assert.deepEqual({ ...narrowed.features, buckets: false }, { ...fs.features, buckets: false })
    },
  },
  {
    name: 'metadata: what was put',
    sentence: 'An object keeps the metadata it is given.',
    appliesTo: all(needs('metadata'), keepsAnyMetadata),
    run: async ({ fs, partSize }) => {
      for (const content of ['', 'small', Buffer.alloc(partSize + 1)]) {
        const metadata = { color: 'blue', 'two-words': 'of text' }
        const object = await write(fs, 'file', content, { metadata })
        const told = await fs.metadata?.(object)
        assert.deepEqual({ color: told?.color, 'two-words': told?.['two-words'] }, metadata)
      }
      await fails(async () => fs.metadata?.({ kind: 'object', path: fsPath('missing') }), 'not-found')
    },
  },
  {
    name: 'metadata: set anew',
    sentence: 'setMetadata replaces the user metadata, keeps the rest, and returns the entry as it is now.',
    appliesTo: all(needs('setMetadata'), needs('metadata'), keepsAnyMetadata),
    run: async ({ fs }) => {
      const before = await write(fs, 'file', 'content', {
        metadata: { color: 'blue', shape: 'round' },
        mimeType: 'text/x-check',
        modTime: 1_354_040_105_000_000_000n,
      })
      const changed = await fs.setMetadata?.(before, { color: 'red' })
      const after = await fs.stat(before.path)
      assert.ok(changed?.kind === 'object')
      agreesWithStat(changed, after, 'setMetadata')
      const told = await fs.metadata?.(after)
      assert.deepEqual([told?.color, told?.shape], ['red', undefined])
      assert.deepEqual([after.size, after.mimeType, after.modTime], [before.size, before.mimeType, before.modTime])
      assert.equal((await read(fs, after)).toString(), 'content')
    },
  },
  {
    name: 'publicLink: of a missing object',
    sentence: 'publicLink of a missing object is not-found.',
    appliesTo: needs('publicLink'),
    run: async ({ fs }) => {
      await fails(async () => fs.publicLink?.(fsPath('missing')), 'not-found')
    },
  },
  {
    name: 'about: numbers of bytes',
    sentence: 'about tells numbers of bytes; what the service does not say is absent.',
    appliesTo: needs('about'),
    run: async ({ fs }) => {
      for (const [name, bytes] of Object.entries((await fs.about?.()) ?? {})) {
        assert.ok(Number.isFinite(bytes) && bytes >= 0, `${name} is ${bytes}`)
      }
      await write(fs, 'file')
      assert.equal(await textAt(fs, 'file'), 'file')
    },
  },
]
