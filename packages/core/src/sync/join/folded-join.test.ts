import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { paths } from '../../../test/names.js'
import type { FsEntry, FsObject, Page } from '../../fs/entry.js'
import { FsError } from '../../fs/error.js'
import { compareEntries, orderKey } from '../../fs/order.js'
import { type FsPath, fsPath, parentOf, ROOT } from '../../fs/path.js'
import { type Folding, foldedName } from './folding.js'
import { type JoinOptions, join, joinListings, type Pair } from './join.js'

const cause = new FsError('denied', 'no')
const FOLDINGS: readonly Folding[] = [
  { unicode: false, case: false },
  { unicode: true, case: false },
  { unicode: false, case: true },
  { unicode: true, case: true },
]

/** Names of which several are spellings of one. */
const spelled = fc
  .array(fc.constantFrom('a', 'A', 'b', '\u00e9', 'e\u0301', '\u00c9', 'E\u0301', 'a!', '\u1e69', 's\u0323\u0307', 's\u0307\u0323', 'X'), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.join('/') as FsPath)

/** A listing in path order, with all directories that it implies. */
const listings: fc.Arbitrary<FsEntry[]> = fc
  .array(fc.tuple(fc.oneof(spelled, spelled, paths), fc.constantFrom('object', 'object', 'object', 'directory', 'unreadable')), {
    maxLength: 14,
  })
  .map((named) => {
    const entries = new Map<string, FsEntry>()
    for (const [path, kind] of named) {
      for (let above = parentOf(path); above !== ROOT; above = parentOf(above)) entries.set(`${above}/`, { kind: 'directory', path: above })
      const entry: FsEntry = kind === 'unreadable' ? { kind, path, cause } : ({ kind, path } as FsEntry)
      entries.set(`${orderKey(entry)}${kind === 'unreadable' ? '?' : ''}`, entry)
    }
    return [...entries.values()].sort(compareEntries)
  })

async function* paged(entries: Page, size = 3): AsyncIterable<Page> {
  for (let at = 0; at < entries.length; at += size) yield entries.slice(at, at + size)
}

async function joined(src: Page, dst: Page, options: JoinOptions): Promise<{ pairs: Pair[]; duplicates: [string, FsObject][] }> {
  const duplicates: [string, FsObject][] = []
  const duplicate = (side: string, object: FsObject) => void duplicates.push([side, object])
  return { pairs: (await Array.fromAsync(join(paged(src), paged(dst), { ...options, duplicate }))).flat(), duplicates }
}

const isObject = (entry: FsEntry | undefined): entry is FsObject => entry?.kind === 'object'

describe.each(FOLDINGS)('a join with %j', (fold) => {
  const folded = foldedName(fold)

  test('tells every entry once, and pairs two of one name whenever both sides have it, the same spellings first', async () => {
    await fc.assert(
      fc.asyncProperty(listings, listings, async (src, dst) => {
        const { pairs, duplicates } = await joined(src, dst, { fold })
        for (const [side, entries] of [
          ['src', src],
          ['dst', dst],
        ] as const) {
          const told = [
            ...pairs.flatMap((pair) => pair[side] ?? []),
            ...duplicates.flatMap(([of, object]) => (of === side ? [object] : [])),
          ]
          const apart = (list: readonly FsEntry[]) => list.filter(({ kind }) => kind !== 'directory').toSorted(compareEntries)
          expect(apart(told)).toEqual(apart(entries))
        }
        const hasName = (entries: FsEntry[], name: string) => entries.some((entry) => folded(orderKey(entry)) === name && isObject(entry))
        for (const { path, src: left, dst: right } of pairs) {
          if (left !== undefined && right !== undefined) expect(folded(orderKey(left))).toBe(folded(orderKey(right)))
          // Where only forms of Unicode are folded, what finds no partner is a name of its own.
          if (fold.case && isObject(left) && right === undefined) expect(hasName(dst, folded(left.path))).toBe(false)
          if (fold.case && isObject(right) && left === undefined) expect(hasName(src, folded(right.path))).toBe(false)
          if (right !== undefined) expect(path).toBe(right.path)
          else expect(folded(path)).toBe(folded(left?.path ?? ''))
        }
        for (const left of src.filter(isObject)) {
          const same = dst.find((entry) => isObject(entry) && entry.path === left.path)
          if (same !== undefined) expect(pairs.find((pair) => isObject(pair.src) && pair.src.path === left.path)?.dst).toEqual(same)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('knows what lies at or below a place that could not be read, under whatever spelling', async () => {
    await fc.assert(
      fc.asyncProperty(listings, listings, async (src, dst) => {
        const places = (side: FsEntry[]) => side.flatMap((entry) => (entry.kind === 'unreadable' ? [folded(`${entry.path}/`)] : []))
        const [srcPlaces, dstPlaces] = [places(src), places(dst)]
        for (const pair of (await joined(src, dst, { fold })).pairs) {
          if (![pair.src, pair.dst].some(isObject)) continue
          const isBelow = (place: string) => folded(pair.path).startsWith(place)
          expect(pair.blind).toBe(dstPlaces.some(isBelow) ? 'dst' : srcPlaces.some(isBelow) ? 'src' : undefined)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('knows which files of the source have a file in the place of a directory above them', async () => {
    await fc.assert(
      fc.asyncProperty(listings, listings, async (src, dst) => {
        const spelled = fold.case ? folded : (path: string) => path
        const files = src.filter(isObject).map(({ path }) => `${spelled(path)}/`)
        for (const pair of (await joined(src, dst, { fold })).pairs) {
          if (!isObject(pair.src) || pair.blind !== undefined) continue
          const name = spelled(pair.src.path)
          expect(pair.underFile ?? false).toBe(files.some((file) => name.startsWith(file)))
        }
      }),
      { numRuns: 300 },
    )
  })

  test('is the plain one where no name has two spellings', async () => {
    const plain = listings.map((entries) => entries.filter(({ kind, path }) => kind !== 'unreadable' && /^[a-z!/]*$/u.test(path)))
    await fc.assert(
      fc.asyncProperty(plain, plain, async (src, dst) => {
        const { pairs, duplicates } = await joined(src, dst, { fold })
        const bare = pairs.map(({ blind: _blind, underFile: _under, ...pair }) => pair)
        expect(bare).toEqual((await Array.fromAsync(joinListings(paged(src), paged(dst)))).flat())
        expect(duplicates).toEqual([])
      }),
    )
  })
})

const object = (path: string): FsEntry => ({ kind: 'object', path: fsPath(path) })
const directory = (path: string): FsEntry => ({ kind: 'directory', path: fsPath(path) })
const shown = (pairs: readonly Pair[]) => pairs.map(({ path, src, dst }) => `${src?.path ?? '-'} > ${dst?.path ?? '-'} at ${path}`)

describe('a join of spellings', () => {
  const fold = { unicode: true, case: true }

  test('puts a new file into the directory that the destination has', async () => {
    const src = [directory('dir'), object('dir/new'), directory('dir/sub'), object('dir/sub/x')]
    const { pairs } = await joined(src, [directory('DIR'), object('DIR/old')], { fold })
    expect(shown(pairs)).toEqual([
      'dir > DIR at DIR',
      'dir/new > - at DIR/new',
      '- > DIR/old at DIR/old',
      'dir/sub > - at DIR/sub',
      'dir/sub/x > - at DIR/sub/x',
    ])
  })

  test('leaves each spelling of a directory in its place where the destination has both', async () => {
    const src = [directory('D'), object('D/x'), directory('d'), object('d/y')]
    const { pairs, duplicates } = await joined(src, [directory('D'), directory('d')], { fold })
    expect(shown(pairs)).toEqual(['D > D at D', 'd > d at d', 'D/x > - at D/x', 'd/y > - at d/y'])
    expect(duplicates).toEqual([])
  })

  test('of spellings that only the source has the first is copied, and of those that only the destination has none is spared', async () => {
    expect(await joined([object('A'), object('a')], [], { fold })).toEqual({
      pairs: [{ path: 'A', src: object('A') }],
      duplicates: [['src', object('a')]],
    })
    expect(shown((await joined([], [object('A'), object('a')], { fold })).pairs)).toEqual(['- > A at A', '- > a at a'])
  })

  test('the end of a word folds as its middle does', () => {
    const folded = foldedName(fold)
    expect(folded('\u039f\u03a3')).toBe(folded('\u03bf\u03c3'))
    expect(folded('\u039f\u03a3')).toBe(folded('\u03bf\u03c2'))
    expect(folded('J\u030c')).toBe(folded('\u01f0'))
  })

  test('ends the other listing, when one fails, before it fails itself', async () => {
    const ended: string[] = []
    const side = async function* (name: string, fails: boolean): AsyncIterable<Page> {
      try {
        yield [object('a')]
        if (fails) throw cause
        yield [object('b')]
      } finally {
        ended.push(name)
      }
    }
    for (const failing of ['src', 'dst']) {
      ended.length = 0
      const pairs = Array.fromAsync(join(side('src', failing === 'src'), side('dst', failing === 'dst'), { fold }))
      await expect(pairs).rejects.toBe(cause)
      expect(ended.sort()).toEqual(['dst', 'src'])
    }
  })
})
