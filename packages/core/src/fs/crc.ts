/** A cyclic redundancy check as the services have it: bits reflected, begun with ones, inverted at the end. */
export interface CrcKind {
  readonly bits: 32 | 64
  /** The polynomial, its bits reflected. */
  readonly polynomial: bigint
}

/** Those that are summed here, by their names as hashes; Node sums CRC-32 by itself. */
export const CRC_KINDS = {
  crc32: { bits: 32, polynomial: 0xedb88320n },
  crc32c: { bits: 32, polynomial: 0x82f63b78n },
  crc64nvme: { bits: 64, polynomial: 0x9a6c9329ac4bc9b5n },
} as const satisfies Readonly<Record<string, CrcKind>>

/** A sum over bytes that come one after the other. */
export interface Crc {
  update(chunk: Uint8Array): void
  value(): bigint
}

/** Eight bytes at a time, by a table for each of them: about three times as fast as one by one. */
const STEP = 8

/** What each value of a byte adds to the register, for each of its places in a step: the nearest to the end first. */
interface Tables {
  readonly low: Int32Array
  readonly high: Int32Array
}

export function createCrc(kind: CrcKind): Crc {
  const { low, high } = tablesOf(kind)
  const step = kind.bits === 32 ? steps32 : steps64
  const register = new Int32Array([-1, kind.bits === 32 ? 0 : -1])
  return {
    update: (chunk) => {
      const stepped = chunk.byteLength - (chunk.byteLength % STEP)
      step(register, new DataView(chunk.buffer, chunk.byteOffset, stepped), low, high)
      let [l, h] = [at(register, 0), at(register, 1)]
      for (const byte of chunk.subarray(stepped)) {
        const index = (l ^ byte) & 255
        l = ((l >>> 8) | (h << 24)) ^ at(low, index)
        h = (h >>> 8) ^ at(high, index)
      }
      register.set([l, h])
    },
    value: () => {
      const [l, h] = [BigInt(~at(register, 0) >>> 0), BigInt(~at(register, 1) >>> 0)]
      return kind.bits === 32 ? l : (h << 32n) | l
    },
  }
}

/** The digits of a sum, all of them, as a digest has them. */
export function crcHex(value: bigint, { bits }: CrcKind): string {
  return value.toString(16).padStart(bits / 4, '0')
}

/** The sum of pieces that follow each other, by the sums of each. */
export function combinedCrc(kind: CrcKind, pieces: Iterable<{ readonly value: bigint; readonly bytes: number }>): bigint {
  let whole = 0n
  let known: { readonly bytes: number; readonly shift: bigint } | undefined
  for (const { value, bytes } of pieces) {
    if (known?.bytes !== bytes) known = { bytes, shift: powerOfX(kind, 8n * BigInt(bytes)) }
    whole = product(kind, whole, known.shift) ^ value
  }
  return whole
}

const tables = new Map<bigint, Tables>()

function tablesOf({ polynomial }: CrcKind): Tables {
  const known = tables.get(polynomial)
  if (known !== undefined) return known
  const low = new Int32Array(STEP * 256)
  const high = new Int32Array(STEP * 256)
  const [lowBits, highBits] = [Number(BigInt.asIntN(32, polynomial)), Number(BigInt.asIntN(32, polynomial >> 32n))]
  for (let byte = 0; byte < 256; byte++) {
    let [l, h] = [byte, 0]
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = (l & 1) === 1
      l = ((l >>> 1) | (h << 31)) ^ (isOdd ? lowBits : 0)
      h = (h >>> 1) ^ (isOdd ? highBits : 0)
    }
    low[byte] = l
    high[byte] = h
  }
  for (let entry = 256; entry < low.length; entry++) {
    const [l, h] = [at(low, entry - 256), at(high, entry - 256)]
    low[entry] = ((l >>> 8) | (h << 24)) ^ at(low, l & 255)
    high[entry] = (h >>> 8) ^ at(high, l & 255)
  }
  const made = { low, high }
  tables.set(polynomial, made)
  return made
}

type Steps = (register: Int32Array, bytes: DataView, low: Int32Array, high: Int32Array) => void

const steps32: Steps = (register, bytes, low) => {
  let l = at(register, 0)
  for (let place = 0; place < bytes.byteLength; place += STEP) {
    l = stepped(low, l ^ bytes.getInt32(place, true), bytes.getInt32(place + 4, true))
  }
  register[0] = l
}

const steps64: Steps = (register, bytes, low, high) => {
  let [l, h] = [at(register, 0), at(register, 1)]
  for (let place = 0; place < bytes.byteLength; place += STEP) {
    const first = l ^ bytes.getInt32(place, true)
    const second = h ^ bytes.getInt32(place + 4, true)
    l = stepped(low, first, second)
    h = stepped(high, first, second)
  }
  register[0] = l
  register[1] = h
}

function stepped(table: Int32Array, first: number, second: number): number {
  return (
    at(table, 1792 + (first & 255)) ^
    at(table, 1536 + ((first >>> 8) & 255)) ^
    at(table, 1280 + ((first >>> 16) & 255)) ^
    at(table, 1024 + (first >>> 24)) ^
    at(table, 768 + (second & 255)) ^
    at(table, 512 + ((second >>> 8) & 255)) ^
    at(table, 256 + ((second >>> 16) & 255)) ^
    at(table, second >>> 24)
  )
}

function at(numbers: Int32Array, index: number): number {
  return numbers[index] as number
}

/** The product of two polynomials modulo that of the kind. The highest bit of each is the coefficient of x⁰. */
function product({ bits, polynomial }: CrcKind, a: bigint, b: bigint): bigint {
  let sum = 0n
  let shifted = b
  for (let bit = 1n << BigInt(bits - 1); bit !== 0n; bit >>= 1n) {
    if ((a & bit) !== 0n) sum ^= shifted
    shifted = (shifted & 1n) === 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n
  }
  return sum
}

function powerOfX(kind: CrcKind, exponent: bigint): bigint {
  let power = 1n << BigInt(kind.bits - 1)
  let square = power >> 1n
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) power = product(kind, power, square)
    square = product(kind, square, square)
  }
  return power
}
