import { join } from 'node:path'
import { type OptionInput, withDefaults } from '@tranship/core'
import { type FsPath, isConfigError, isFsError, joinPath } from '@tranship/core/backend'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { path } from '../../test/scratch.js'
import { absoluteRoot, directoryAt, type LocalRoot, localRoot, placeOf } from '../local-root.js'
import { options } from '../options.js'
import { locate as locateBelow } from './locate.js'

const rootAt = (root: string, more: OptionInput<typeof options> = {}) => localRoot(withDefaults(options, { root, ...more }), () => {})
const roots = new Map<string, LocalRoot>()
const locate = (root: string, path: FsPath) => {
  const known = roots.get(root) ?? rootAt(root)
  roots.set(root, known)
  return locateBelow(known, path)
}

const QUOTE = '\u{201b}'

const caught = (work: () => unknown): unknown => {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}

describe('locate', () => {
  it('joins root and path', () => {
    expect(locate('/srv/data', path('a/b')).native).toBe('/srv/data/a/b')
    expect(locate('/', path('a')).native).toBe('/a')
    expect(locate('/srv', path('')).native).toBe('/srv')
  })

  it.each([
    '../x',
    '..',
    '.',
    '/etc/x',
    'a/../../x',
    'a/..',
    'a//b',
    'a/',
    'a\0b',
    '\ud800',
    `${QUOTE}..`,
    `a/${QUOTE}../x`,
    QUOTE,
    `${QUOTE}.`,
  ])('refuses %j', (name) => {
    expect(
      isFsError(
        caught(() => locate('/srv/data', path(name))),
        'invalid-path',
      ),
    ).toBe(true)
  })

  it('gives a name that looks like an escape back its stored spelling', () => {
    expect(locate('/srv', path(`${QUOTE}${QUOTE}..`)).native).toBe(`/srv/${QUOTE}..`)
  })

  it('never leaves the root, whatever the text', () => {
    const segment = fc.oneof(fc.constantFrom('..', '.', '', '\0', QUOTE, `${QUOTE}..`, '~', '-'), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 5 }), (segments) => {
        const text = segments.join('/')
        const error = caught(() => {
          const { native } = locate('/srv/data', path(text))
          expect(native.toString()).toMatch(/^\/srv\/data(?:\/|$)/)
          expect(native.toString().split('/')).not.toContain('..')
          expect(join(native.toString())).toBe(native.toString())
        })
        if (error !== undefined) expect(isFsError(error, 'invalid-path'), String(error)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('roots', () => {
  it('are absolute and plain', () => {
    expect(absoluteRoot('/srv/../home//u/')).toBe('/home/u')
    for (const root of ['', 'a', './a', '/a\0b', '/\ud800']) expect(isConfigError(caught(() => absoluteRoot(root)))).toBe(true)
  })

  it.each(['/', '/srv', '/srv/data', `/srv/${QUOTE}..`])('%s is found again from its place, also narrowed', (directory) => {
    const root = rootAt(directory)
    const place = placeOf(root)
    expect(directoryAt(root, place)).toBe(directory)
    const narrowed = { ...place, path: joinPath(place.path as FsPath, 'a/b') }
    expect(directoryAt(root, narrowed)).toBe(join(directory, 'a/b'))
  })

  it('whose names are spelled otherwise are of another realm', () => {
    expect(placeOf(rootAt('/srv', { encoding: 'Colon' })).realm).not.toBe(placeOf(rootAt('/srv')).realm)
    expect(placeOf(rootAt('/srv', { copy_links: true }))).toEqual(placeOf(rootAt('/srv')))
  })
})

describe('names that are stored otherwise', () => {
  it('are bytes for the text of stray bytes, and texts for all others', () => {
    expect(locate('/srv', path(`gro${QUOTE}DF/x`)).native).toEqual(Buffer.from('/srv/gro\xdf/x', 'latin1'))
    expect(locate('/srv', path(`${QUOTE}${QUOTE}DF`)).native).toBe(`/srv/${QUOTE}DF`)
  })

  it('have the characters that the encoding names replaced', () => {
    const root = rootAt('/srv', { encoding: 'Colon,RightPeriod' })
    expect(locateBelow(root, path('a:b./c')).native).toBe('/srv/a\uff1ab\uff0e/c')
  })
})

it.each([
  [{ links: true, copy_links: true }, 'exclude each other'],
  [{ hashes: 'md5,nonsense' }, '"nonsense"'],
  [{ encoding: 'Nonsense' }, '"Nonsense"'],
  [{ time_type: 'never' }, '"never"'],
] as const)('options %j are refused', (more, words) => {
  const error = caught(() => rootAt('/srv', more))
  expect(isConfigError(error)).toBe(true)
  expect(String(error)).toContain(words)
})
