import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COMPUTED_HASHES, createHasher, differingHash, digestsOf } from './hash.js'

const OF_ABC = {
  md5: '900150983cd24fb0d6963f7d28e17f72',
  sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  crc32: '352441c2',
  crc32c: '364b3fb7',
  crc64nvme: '05e5cabb3fc1faeb',
  dropbox: '4f8b42c22dd3729b519ba6f68d2da7cc5b2d606d05daed5ad5128cc03e6c6358',
}

describe('createHasher', () => {
  test('computes the published digests of "abc"', () => {
    expect([...COMPUTED_HASHES].sort()).toEqual(Object.keys(OF_ABC).sort())
    const hasher = createHasher(COMPUTED_HASHES)
    hasher.update(Buffer.from('a'))
    hasher.update(Buffer.from('bc'))
    expect(hasher.digests()).toEqual(OF_ABC)
  })

  test('pads a short checksum to its whole width', () => {
    expect(createHasher(['crc32']).digests()).toEqual({ crc32: '00000000' })
  })

  test('does not depend on how the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 8 }), { maxLength: 6 }), (chunks) => {
        const hasher = createHasher(['sha256', 'crc32'])
        for (const chunk of chunks) hasher.update(chunk)
        const whole = createHasher(['crc32'])
        whole.update(Buffer.concat(chunks))
        expect(hasher.digests()).toEqual({ sha256: createHash('sha256').update(Buffer.concat(chunks)).digest('hex'), ...whole.digests() })
      }),
    )
  })

  test.each(['quickxor', 'constructor', 'toString', '__proto__', ''])('leaves out %j, which it cannot compute', (name) => {
    const hasher = createHasher([name, 'md5', 'md5'])
    hasher.update(Buffer.from('abc'))
    expect(hasher.digests()).toEqual({ md5: OF_ABC.md5 })
  })
})

describe('digestsOf', () => {
  test('tells what a hasher does, of any bytes and names', () => {
    const names = fc.array(fc.constantFrom(...COMPUTED_HASHES, 'quickxor', '__proto__'))
    fc.assert(
      fc.property(fc.uint8Array(), names, (bytes, wanted) => {
        const hasher = createHasher(wanted)
        hasher.update(bytes)
        expect(digestsOf(bytes, wanted)).toEqual(hasher.digests())
      }),
    )
  })
})

describe('differingHash', () => {
  test.each([
    [undefined, { md5: 'a' }, undefined],
    [{ md5: 'a' }, undefined, undefined],
    [{ md5: 'a' }, { md5: 'a' }, undefined],
    [{ md5: 'a' }, { sha1: 'b' }, undefined],
    [{ md5: 'a', sha1: 'b' }, { sha1: 'c' }, 'sha1'],
    [{}, { md5: 'a' }, undefined],
  ])('of %j and %j is %s', (a, b, name) => {
    expect(differingHash(a, b)).toBe(name)
    expect(differingHash(b, a)).toBe(name)
  })
})
