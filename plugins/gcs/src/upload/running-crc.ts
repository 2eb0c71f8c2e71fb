import { CRC_KINDS, combinedCrc, crcHex, createHasher } from '@tranship/core/backend'

const KIND = CRC_KINDS.crc32c

/** The CRC32C of bytes that come piece by piece, perhaps after others whose sum is known. */
export interface RunningCrc {
  readonly bytes: number
  /** Of all bytes so far. */
  readonly hex: string
}

export const CRC_OF_NOTHING: RunningCrc = { bytes: 0, hex: crcHex(0n, KIND) }

/** The sum with these bytes after those that it is of. */
export function withBytes(sum: RunningCrc, bytes: Uint8Array): RunningCrc {
  const hasher = createHasher(['crc32c'])
  hasher.update(bytes)
  const pieces = [sum, { bytes: bytes.byteLength, hex: hasher.digests().crc32c ?? '0' }]
  const value = combinedCrc(
    KIND,
    pieces.map((piece) => ({ value: BigInt(`0x${piece.hex}`), bytes: piece.bytes })),
  )
  return { bytes: sum.bytes + bytes.byteLength, hex: crcHex(value, KIND) }
}
