import { expect, test } from 'vitest'
import { failing } from '../../test/faults.js'
import { memoryOf } from '../../test/memory.js'
import { FsError } from '../fs/error.js'
import { sync } from '../sync/sync.js'
import { createMeters } from './meter.js'

test('what is to come is known before it is done, and in the end nothing is due, whatever failed', async () => {
  const src = await memoryOf({ a: 'four', b: 'same', 'c/d': 'sixsix', e: 'fails' })
  const dst = failing(await memoryOf({}), ({ method, args }) =>
    method === 'put' && args[0] === 'e' ? new FsError('denied', 'not this one', { path: 'e' }) : undefined,
  )
  const meters = createMeters()
  const seen: unknown[] = []
  const report = ({ type, path }: { readonly type: string; readonly path: string }) => {
    if (type !== 'notice') seen.push([type, path, { ...meters.due }])
  }
  await sync(src, dst, { deletes: false, compare: 'modTime' }, { meters, report, transfers: 1 })
  expect(seen[0]).toEqual(['done', 'a', { files: 4, bytes: 19 }])
  expect(seen.map((each) => (each as string[])[0]).toSorted()).toEqual(expect.arrayContaining(['done', 'failed']))
  expect(meters.due).toEqual({ files: 0, bytes: 0 })
})
