import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { paths } from '../../test/names.js'
import type { FsDirectory, FsObject } from '../fs/entry.js'
import type { Change } from './decide/action.js'
import { parsePlanLine, planLine } from './plan-line.js'

const times = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n })
const objects = fc.record(
  {
    kind: fc.constant('object' as const),
    path: paths,
    size: fc.nat(),
    modTime: times,
    lastModified: times,
    hashes: fc.dictionary(fc.constantFrom('md5', 'sha1', 'quickxor'), fc.string()),
    mimeType: fc.string(),
    id: fc.string(),
    version: fc.string(),
  },
  { requiredKeys: ['kind', 'path'] },
) as fc.Arbitrary<FsObject>
const directories = fc.record(
  { kind: fc.constant('directory' as const), path: paths, modTime: times, id: fc.string(), size: fc.nat(), count: fc.nat() },
  { requiredKeys: ['kind', 'path'] },
) as fc.Arbitrary<FsDirectory>
const changes = fc.oneof(
  fc.record(
    {
      do: fc.constant('copy' as const),
      path: paths,
      src: objects,
      dst: objects,
      why: fc.constantFrom('missing', 'size', 'modTime', 'hash', 'always'),
      like: fc.record({ reference: fc.nat(3), object: objects }),
    },
    { requiredKeys: ['do', 'path', 'src', 'why'] },
  ),
  fc.record({ do: fc.constant('touch' as const), path: paths, src: objects, dst: objects, time: times }),
  fc.record({ do: fc.constant('touch' as const), path: paths, src: directories, dst: directories, time: times }),
  fc.record({ do: fc.constant('rename' as const), path: paths, src: objects, dst: objects }),
  fc.record({ do: fc.constant('delete' as const), path: paths, dst: fc.oneof(objects, directories) }),
  fc.record({ do: fc.constant('make' as const), path: paths, src: directories }),
  fc.record({ do: fc.constant('drop' as const), path: paths, src: fc.oneof(objects, directories) }),
) as fc.Arbitrary<Change>

describe('a line of a plan', () => {
  test('tells the change it was made of, on one line', () => {
    fc.assert(
      fc.property(changes, (change) => {
        const line = planLine(change)
        expect(line).not.toContain('\n')
        expect(parsePlanLine(line)).toEqual(change)
      }),
    )
  })

  test.each([
    ['', 'no JSON object'],
    ['[]', 'no JSON object'],
    ['{"do":"explode","path":"a"}', 'no change is called "explode"'],
    ['{"do":"constructor","path":"a"}', 'no change is called "constructor"'],
    ['{"do":"drop","path":"../a","src":{"kind":"object","path":"a"}}', 'no path: "../a"'],
    ['{"do":"drop","path":"a","src":{"kind":"object","path":"/etc/passwd"}}', 'no path: "/etc/passwd"'],
    ['{"do":"drop","path":"a"}', 'no JSON object'],
    ['{"do":"drop","path":"a","src":{"kind":"unreadable","path":"a"}}', 'object or directory was expected, not "unreadable"'],
    ['{"do":"rename","path":"a","src":{"kind":"directory","path":"a"}}', 'object was expected, not "directory"'],
    [
      '{"do":"touch","path":"a","src":{"kind":"directory","path":"a"},"dst":{"kind":"object","path":"a"},"time":"1"}',
      'against a directory',
    ],
    ['{"do":"drop","path":"a","src":{"kind":"object","path":"a","size":-1}}', 'whole number'],
    ['{"do":"drop","path":"a","src":{"kind":"object","path":"a","modTime":"soon"}}', 'nanoseconds'],
    ['{"do":"touch","path":"a","src":{"kind":"object","path":"a"},"dst":{"kind":"object","path":"a"}}', 'nanoseconds'],
  ])('%s is refused', (line, why) => {
    expect(() => parsePlanLine(line)).toThrow(why)
  })
})
