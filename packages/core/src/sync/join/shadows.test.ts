import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paths } from '../../../test/names.js'
import type { FsEntry } from '../../fs/entry.js'
import { FsError } from '../../fs/error.js'
import { compareEntries, orderKey } from '../../fs/order.js'
import { createShadows } from './shadows.js'

const cause = new FsError('denied', 'no')

const entries: fc.Arbitrary<FsEntry[]> = fc
  .uniqueArray(fc.tuple(paths, fc.constantFrom('object', 'object', 'directory', 'unreadable')), {
    selector: ([path, kind]) => `${kind} ${path}`,
    maxLength: 20,
  })
  .map((named) => named.map(([path, kind]) => ({ kind, path, ...(kind === 'unreadable' && { cause }) }) as FsEntry).sort(compareEntries))

test('lie over what is at or below a place that could not be read, and over what is at or below a directory that is a file too', () => {
  fc.assert(
    fc.property(entries, entries, (src, dst) => {
      const shadows = createShadows()
      const told = [...src.map((entry) => ({ side: 'src', entry })), ...dst.map((entry) => ({ side: 'dst', entry }))]
      told.sort((a, b) => compareEntries(a.entry, b.entry) || rank(a.entry) - rank(b.entry))
      const isBlind = (key: string, side: FsEntry[]) => side.some((place) => place.kind === 'unreadable' && key.startsWith(orderKey(place)))
      const isClash = (key: string) =>
        src.some(
          ({ kind, path }) =>
            kind === 'directory' && key.startsWith(`${path}/`) && src.some((file) => file.kind === 'object' && file.path === path),
        )
      for (const { side, entry } of told) {
        const key = orderKey(entry)
        const shadow = side === 'src' ? shadows.take(entry, undefined) : shadows.take(undefined, entry)
        if (isBlind(key, dst)) expect(shadow?.blind === 'dst' || entry.kind === 'directory' || shadow?.blind === 'src').toBe(true)
        else if (isBlind(key, src)) expect(shadow?.blind === 'src' || entry.kind === 'directory').toBe(true)
        else expect(shadow).toEqual(side === 'src' && isClash(key) ? { underFile: true } : undefined)
      }
    }),
    { numRuns: 500 },
  )
})

/** A directory is told before what says that it could not be read. */
function rank({ kind }: FsEntry): number {
  return kind === 'unreadable' ? 1 : 0
}
