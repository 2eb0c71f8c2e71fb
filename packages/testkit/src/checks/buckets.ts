import assert from 'node:assert/strict'
import { type FsObject, joinPath, ROOT, subdirectory } from '@tranship/core'
import { where } from '../applies.js'
import type { Check } from '../check.js'
import { emptyDirectory } from '../empty-directory.js'
import { fails } from '../expect.js'
import { freshBucket } from '../scratch.js'
import { drain, level, textAt, write } from '../tree.js'

const hasBuckets = where((features) => features.buckets, 'features.buckets is false')

export const bucketChecks: readonly Check[] = [
  {
    name: 'buckets: made, listed and removed',
    sentence: 'The first segment of a path is a bucket: the root lists the buckets, mkdir makes one, rmdir removes an empty one.',
    appliesTo: hasBuckets,
    run: async ({ remote }) => {
      const bucket = freshBucket()
      assert.equal((await remote.mkdir(bucket)).path, bucket)
      await remote.mkdir(bucket)
      assert.ok((await level(remote, ROOT)).includes(`${bucket}/`))
      assert.deepEqual(await level(remote, bucket), [])
      await fails(remote.stat(bucket), 'is-directory')
      const object = await write(remote, `${bucket}/file`)
      await fails(remote.rmdir(bucket), 'not-empty')
      await remote.remove(object)
      await remote.rmdir(bucket)
      assert.ok(!(await level(remote, ROOT)).includes(`${bucket}/`))
    },
  },
  {
    name: 'buckets: an object without one',
    sentence: 'put into the root of a bucket store is invalid-path.',
    appliesTo: hasBuckets,
    run: async ({ remote }) => {
      await fails(write(remote, freshBucket()), 'invalid-path')
      await fails(() => write(remote, ''), 'invalid-path')
    },
  },
  {
    name: 'buckets: a missing one',
    sentence: 'A missing bucket is not-found in every method.',
    appliesTo: hasBuckets,
    run: async ({ remote, fs }) => {
      const bucket = freshBucket()
      const object: FsObject = { kind: 'object', path: joinPath(bucket, 'file') }
      await fails(drain(remote.list(bucket)), 'not-found')
      await fails(drain(remote.list(joinPath(bucket, 'd'))), 'not-found')
      if (remote.listAll) await fails(drain(remote.listAll(bucket)), 'not-found')
      await fails(remote.stat(object.path), 'not-found')
      await fails(drain(remote.open(object)), 'not-found')
      await fails(remote.remove(object), 'not-found')
      await fails(remote.rmdir(bucket), 'not-found')
      for (const method of ['copy', 'move'] as const) {
        if (remote[method]) await fails(async () => remote[method]?.(object, joinPath(bucket, 'to')), 'not-found')
      }
      if (remote.purge) await fails(remote.purge(bucket), 'not-found')
      assert.ok(!(await level(remote, ROOT)).includes(`${bucket}/`))
      assert.deepEqual(await level(fs), [])
    },
  },
  {
    name: 'buckets: made by put',
    sentence: 'put makes a missing bucket, once for all who miss it.',
    appliesTo: hasBuckets,
    run: async ({ remote }) => {
      const bucket = freshBucket()
      await Promise.all(['a', 'b', 'c', 'd/e'].map((key) => write(remote, `${bucket}/${key}`, key)))
      assert.equal(await textAt(remote, `${bucket}/d/e`), 'd/e')
      assert.deepEqual(
        await level(remote, bucket),
        ['a', 'b', 'c', 'd/'].map((key) => `${bucket}/${key}`),
      )
      await emptyDirectory(subdirectory(remote, bucket))
      await remote.rmdir(bucket)
    },
  },
]
