import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CRC_KINDS, type CrcKind, combinedCrc, crcHex, createCrc } from './crc.js'

const sumOf = (kind: CrcKind, bytes: Uint8Array): bigint => {
  const crc = createCrc(kind)
  crc.update(bytes)
  return crc.value()
}

test.each([
  ['crc32', 'cbf43926'],
  ['crc32c', 'e3069283'],
  ['crc64nvme', 'ae8b14860a799888'],
] as const)('%s of the check value of its catalogue', (name, sum) => {
  expect(crcHex(sumOf(CRC_KINDS[name], Buffer.from('123456789')), CRC_KINDS[name])).toBe(sum)
})

test('published sums of 32 bytes: CRC-32C as in RFC 3720, CRC-64/NVME as in the NVM command set', () => {
  const rising = Uint8Array.from({ length: 32 }, (_, at) => at)
  expect(crcHex(sumOf(CRC_KINDS.crc32c, new Uint8Array(32)), CRC_KINDS.crc32c)).toBe('8a9136aa')
  expect(crcHex(sumOf(CRC_KINDS.crc32c, rising), CRC_KINDS.crc32c)).toBe('46dd794e')
  expect(crcHex(sumOf(CRC_KINDS.crc64nvme, new Uint8Array(4096)), CRC_KINDS.crc64nvme)).toBe('6482d367eb22b64e')
})

const someBytes = fc.uint8Array({ maxLength: 70 })

test('steps of eight bytes come to what Node has, wherever the bytes lie', () => {
  fc.assert(
    fc.property(someBytes, fc.nat(9), (bytes, offset) => {
      const moved = Buffer.concat([Buffer.alloc(offset), bytes]).subarray(offset)
      expect(sumOf(CRC_KINDS.crc32, moved)).toBe(BigInt(crc32(bytes)))
    }),
  )
})

test.each(Object.values(CRC_KINDS))('pieces: by one sum after the other, or combined ($bits bits)', (kind) => {
  fc.assert(
    fc.property(fc.array(someBytes, { maxLength: 6 }), (pieces) => {
      const whole = sumOf(kind, Buffer.concat(pieces))
      const crc = createCrc(kind)
      for (const piece of pieces) crc.update(piece)
      expect(crc.value()).toBe(whole)
      expect(
        combinedCrc(
          kind,
          pieces.map((piece) => ({ value: sumOf(kind, piece), bytes: piece.byteLength })),
        ),
      ).toBe(whole)
    }),
  )
})
