import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flat } from '../../test/flat.js'
import { entriesOf, memoryOf } from '../../test/memory.js'
import type { Page } from '../fs/entry.js'
import type { Fs, ListAllOptions } from '../fs/fs.js'
import { orderKey } from '../fs/order.js'
import { type FsPath, fsPath, nameOf } from '../fs/path.js'
import { subdirectory } from '../layers/subdirectory.js'
import { listing } from './listing.js'

const shown = (entries: Page) => entries.map((entry) => `${entry.kind} ${orderKey(entry)}`)

const names = fc.uniqueArray(
  fc.tuple(fc.constantFrom('', 'a/', 'b/c/', 'b/d/'), fc.nat(9999), fc.constantFrom('', '/x')).map((parts) => `top/${parts.join('')}`),
  { minLength: 60, maxLength: 200, comparator: (a, b) => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`) },
)

/** As a service that documents its order shows it; and the ranges that were asked for. */
function documented(fs: Fs): { readonly fs: Fs; readonly ranges: ListAllOptions[] } {
  const shown = flat(fs, { pageSize: 1 })
  const ranges: ListAllOptions[] = []
  const listAll: Fs['listAll'] = (directory, options = {}) => {
    ranges.push(options)
    return shown.listAll?.(directory, options) ?? flat(fs).list(directory)
  }
  return { fs: { ...shown, features: { ...shown.features, documentsByteOrder: true }, listAll }, ranges }
}

test('a listing that is split tells what it tells as one, whatever directories are not entered', async () => {
  let splits = 0
  await fc.assert(
    fc.asyncProperty(names, fc.func<[string], boolean>(fc.boolean()), fc.boolean(), async (paths, enters, isNarrowed) => {
      const memory = await memoryOf(Object.fromEntries(paths.map((path) => [path, ''])))
      const { fs, ranges } = documented(memory)
      const narrowed = (whole: Fs) => (isNarrowed ? subdirectory(whole, fsPath('top')) : whole)
      const enter = (directory: FsPath) => nameOf(directory) === 'top' || enters(nameOf(directory))
      expect(shown(await entriesOf(listing(narrowed(fs), undefined, { enter })))).toEqual(
        shown(await entriesOf(listing(narrowed(flat(memory)), undefined, { enter }))),
      )
      expect(await entriesOf(listing(narrowed(fs)))).toEqual(await entriesOf(listing(narrowed(flat(memory)))))
      if (ranges.length > 2) splits++
    }),
  )
  expect(splits).toBeGreaterThan(50)
})

test('a list of buckets, and what is not relied on, is not split', async () => {
  const { fs, ranges } = documented(await memoryOf(Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`bucket/${at}`, '']))))
  await entriesOf(listing({ ...fs, features: { ...fs.features, buckets: true } }))
  await entriesOf(listing(fs, undefined, { order: 'none' }))
  expect(ranges.length).toBe(2)
  await entriesOf(listing(fs))
  expect(ranges.length).toBeGreaterThan(3)
})
