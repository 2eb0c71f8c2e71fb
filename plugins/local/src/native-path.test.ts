import { join } from 'node:path'
import { type FsPath, isConfigError, isFsError, joinPath } from '@tranship/core/backend'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { path } from '../test/scratch.js'
import { absoluteRoot, locate, placeOf, rootOf } from './native-path.js'

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
          expect(native === '/srv/data' || native.startsWith('/srv/data/')).toBe(true)
          expect(native.split('/')).not.toContain('..')
          expect(join(native)).toBe(native)
        })
        if (error !== undefined) expect(isFsError(error, 'invalid-path'), String(error)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('roots', () => {
  it('are absolute and plain', () => {
    expect(absoluteRoot('/srv/../home//u/')).toBe('/home/u')
    for (const root of ['', 'a', './a', '/a\0b', '/\ud800']) expect(isConfigError(caught(() => absoluteRoot(root)))).toBe(true)
  })

  it.each(['/', '/srv', '/srv/data', `/srv/${QUOTE}..`])('%s is found again from its place, also narrowed', (root) => {
    const place = placeOf(root)
    expect(rootOf(place)).toBe(root)
    const narrowed = { ...place, path: joinPath(place.path as FsPath, 'a/b') }
    expect(rootOf(narrowed)).toBe(join(root, 'a/b'))
  })
})
