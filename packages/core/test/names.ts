import fc from 'fast-check'
import { type FsPath, fsPath, pathProblem } from '../src/fs/path.js'

/** Segments that orders, escapes and prefixes get wrong. */
const AWKWARD = [
  'a',
  'b',
  'a!',
  'a-',
  'a0',
  'a.b',
  'A',
  ' ',
  '...',
  '~',
  'é',
  'e\u0301',
  '\uff61',
  '\u{10000}',
  '\u{1f600}',
  '\u201b',
  '\u201b.',
  '\u201b\u201b',
]

/** One legal segment of a path. */
export const segments: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...AWKWARD) },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: 'binary', minLength: 1, maxLength: 4 })
      .filter((text) => !text.includes('/') && pathProblem(text) === undefined),
  },
)

/** A legal path that is not the root. */
export const paths: fc.Arbitrary<FsPath> = fc.array(segments, { minLength: 1, maxLength: 4 }).map((parts) => fsPath(parts.join('/')))

/** Any text, also one that no path can be: lone surrogates, NUL, dots, slashes at wrong places. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: fc.constantFrom('/', '.', '\u201b', 'a', '\0', '\ud800', '\udc00', '\uff61', '\u{10000}'), maxLength: 8 }),
  fc.array(fc.nat(0xffff), { maxLength: 6 }).map((units) => String.fromCharCode(...units)),
)
