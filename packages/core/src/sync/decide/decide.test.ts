import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FsDirectory, FsEntry, FsObject, Unreadable } from '../../fs/entry.js'
import { FsError } from '../../fs/error.js'
import { fsPath } from '../../fs/path.js'
import type { Action } from './action.js'
import { decide, decideByHash, decideObjects } from './decide.js'
import type { Rules } from './rules.js'

const path = fsPath('a')
const RULES: Rules = {
  deletes: true,
  compare: 'modTime',
  timeWindow: 10n,
  hash: 'md5',
  canSetModTime: true,
  realDirectories: true,
  buckets: false,
  objectBesideDirectory: false,
  samePlace: false,
}
const rules = (changes: Partial<Rules>): Rules => ({ ...RULES, ...changes })
const object = (fields: Partial<FsObject> = {}): FsObject => ({ kind: 'object', path, size: 5, modTime: 100n, ...fields })
const directory: FsDirectory = { kind: 'directory', path }
const unreadable: Unreadable = { kind: 'unreadable', path, cause: new FsError('denied', 'no') }

/** What an action comes to, in a word or two. */
const short = (action: Action): string =>
  'why' in action ? `${action.do} ${action.why}` : 'ifSame' in action ? `${action.do} ${action.ifSame}` : action.do

describe('decide: what stands on the two sides', () => {
  const entries: Record<string, FsEntry | undefined> = { nothing: undefined, object: object(), directory, unreadable }

  test.each([
    ['nothing', 'nothing', 'pass', 'pass'],
    ['nothing', 'object', 'delete', 'pass'],
    ['nothing', 'directory', 'delete', 'pass'],
    ['nothing', 'unreadable', 'refuse unreadable', 'refuse unreadable'],
    ['object', 'nothing', 'copy missing', 'copy missing'],
    ['object', 'object', 'keep', 'keep'],
    ['object', 'directory', 'refuse clash', 'refuse clash'],
    ['object', 'unreadable', 'refuse unreadable', 'refuse unreadable'],
    ['directory', 'nothing', 'pass', 'pass'],
    ['directory', 'object', 'pass', 'pass'],
    ['directory', 'directory', 'pass', 'pass'],
    ['directory', 'unreadable', 'refuse unreadable', 'refuse unreadable'],
    ['unreadable', 'nothing', 'refuse unreadable', 'refuse unreadable'],
    ['unreadable', 'object', 'refuse unreadable', 'refuse unreadable'],
    ['unreadable', 'directory', 'refuse unreadable', 'refuse unreadable'],
    ['unreadable', 'unreadable', 'refuse unreadable', 'refuse unreadable'],
  ])('%s against %s: sync %s, copy %s', (left, right, synced, copied) => {
    const [src, dst] = [entries[left], entries[right]]
    const pair = { path, ...(src && { src }), ...(dst && { dst }) }
    expect(short(decide(pair, RULES))).toBe(synced)
    expect(short(decide(pair, rules({ deletes: false })))).toBe(copied)
  })

  test('a file is not copied onto itself, whether the destination was looked at or not', () => {
    const unseen = { path, src: object() }
    expect(short(decide(unseen, rules({ samePlace: true })))).toBe('keep one-file')
    expect(short(decide({ ...unseen, dst: object() }, rules({ samePlace: true })))).toBe('keep one-file')
    expect(short(decide({ ...unseen, path: fsPath('new name') }, rules({ samePlace: true })))).toBe('copy missing')
  })

  test('a directory that stands for a prefix only is let be; one that the service holds goes', () => {
    const flat = rules({ realDirectories: false })
    expect(decide({ path, dst: directory }, flat).do).toBe('pass')
    expect(decide({ path, dst: { ...directory, id: 'marker' } }, flat).do).toBe('delete')
  })

  test('a file cannot lie beside buckets, and can lie in one', () => {
    const place = (text: string) => ({ path: fsPath(text), src: { kind: 'object', path: fsPath(text), size: 3 } as const })
    expect(decide(place('file'), rules({ buckets: true }))).toMatchObject({ do: 'refuse', cause: { kind: 'invalid-path' } })
    expect(decide(place('bucket/file'), rules({ buckets: true })).do).toBe('copy')
  })
})

describe('decideObjects', () => {
  test.each<[string, Partial<FsObject>, Partial<FsObject>, Partial<Rules>, string]>([
    ['other sizes', { size: 4 }, {}, {}, 'copy size'],
    ['other sizes, by size', { size: 4 }, {}, { compare: 'size' }, 'copy size'],
    ['other sizes, by checksum', { size: 4 }, {}, { compare: 'checksum' }, 'copy size'],
    ['one size, by size', { modTime: 0n }, {}, { compare: 'size' }, 'keep'],
    ['an unknown size, by size', { size: undefined as never }, {}, { compare: 'size' }, 'keep'],
    ['by checksum', { modTime: 0n }, {}, { compare: 'checksum' }, 'compare keep'],
    ['by checksum without a common one', { modTime: 0n }, {}, { compare: 'checksum', hash: undefined }, 'keep'],
    ['the same time', {}, {}, {}, 'keep'],
    ['times just within the window', { modTime: 109n }, {}, {}, 'keep'],
    ['times just within the window, the other way', { modTime: 91n }, {}, {}, 'keep'],
    ['times a whole window apart', { modTime: 110n }, {}, {}, 'compare touch'],
    ['times a whole window apart, the other way', { modTime: 90n }, {}, {}, 'compare touch'],
    ['other times without a common hash', { modTime: 0n }, {}, { hash: undefined }, 'copy modTime'],
    ['other times where none are kept', { modTime: 0n }, {}, { timeWindow: undefined }, 'keep'],
    ['other sizes where no times are kept', { size: 6 }, {}, { timeWindow: undefined }, 'copy size'],
  ])('%s', (_what, src, dst, changes, expected) => {
    expect(short(decideObjects(object(src), object(dst), rules(changes)))).toBe(expected)
  })

  test('a time that a listing left out is asked for, on the sides that lack it', () => {
    const { modTime: _time, ...timeless } = object()
    expect(decideObjects(timeless, object(), RULES)).toMatchObject({ do: 'inspect', sides: ['src'] })
    expect(decideObjects(object(), timeless, RULES)).toMatchObject({ do: 'inspect', sides: ['dst'] })
    expect(decideObjects(timeless, timeless, RULES)).toMatchObject({ do: 'inspect', sides: ['src', 'dst'] })
    expect(decideObjects(timeless, timeless, rules({ compare: 'size' })).do).toBe('keep')
    expect(decideObjects({ ...timeless, size: 9 }, timeless, RULES).do).toBe('copy')
  })

  test('never deletes nor refuses, and carries both objects', () => {
    const objects = fc.record({
      size: fc.option(fc.nat(2), { nil: undefined }),
      modTime: fc.option(fc.bigInt(0n, 30n), { nil: undefined }),
    })
    const choices = fc.record({
      compare: fc.constantFrom('modTime', 'size', 'checksum'),
      timeWindow: fc.constantFrom(undefined, 1n, 10n),
      hash: fc.constantFrom(undefined, 'md5'),
      canSetModTime: fc.boolean(),
    })
    const defined = (fields: object) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
    fc.assert(
      fc.property(objects, objects, choices, (left, right, chosen) => {
        const [src, dst] = [{ kind: 'object', path, ...defined(left) } as FsObject, { kind: 'object', path, ...defined(right) } as FsObject]
        const action = decideObjects(src, dst, rules(chosen as Partial<Rules>))
        expect(['copy', 'keep', 'inspect', 'compare']).toContain(action.do)
        if (action.do !== 'keep') expect(action).toMatchObject({ path, src, dst })
        if (left.size !== undefined && right.size !== undefined && left.size !== right.size) expect(action.do).toBe('copy')
      }),
    )
  })
})

describe('decideByHash', () => {
  test.each<['keep' | 'touch', string | undefined, string | undefined, Partial<Rules>, string]>([
    ['keep', 'x', 'x', {}, 'keep'],
    ['keep', 'x', 'y', {}, 'copy hash'],
    ['keep', undefined, 'y', {}, 'keep'],
    ['touch', 'x', 'x', {}, 'touch'],
    ['touch', 'x', 'y', {}, 'copy hash'],
    ['touch', 'x', undefined, {}, 'copy modTime'],
    ['touch', undefined, undefined, {}, 'copy modTime'],
    ['touch', 'x', 'x', { canSetModTime: false }, 'copy modTime'],
  ])('%s if the same, with %s and %s', (ifSame, src, dst, changes, expected) => {
    expect(short(decideByHash({ do: 'compare', path, src: object(), dst: object(), ifSame }, src, dst, rules(changes)))).toBe(expected)
  })

  test('a touch sets the time of the source', () => {
    const action = decideByHash({ do: 'compare', path, src: object({ modTime: 7n }), dst: object(), ifSame: 'touch' }, 'x', 'x', RULES)
    expect(action).toMatchObject({ do: 'touch', time: 7n })
  })
})
