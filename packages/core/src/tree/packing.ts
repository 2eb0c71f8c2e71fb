/** How items of one kind are written as bytes and read back: what comes back equals what went in. */
export interface Packing<Item> {
  write(item: Item, to: PackWriter): void
  read(from: PackReader): Item
}

/** Bytes in the making; they grow as needed. */
export interface PackWriter {
  readonly length: number
  /** 0 to 255. */
  byte(value: number): void
  /** Any number, to the last bit. */
  number(value: number): void
  bigint(value: bigint): void
  /** Any text, also one that is no well-formed Unicode. */
  text(value: string): void
  /** The bytes so far, to be used before anything more is written; the next ones begin anew. */
  take(): Buffer
}

/** Reads in the order in which it was written. */
export interface PackReader {
  readonly isAtEnd: boolean
  byte(): number
  number(): number
  bigint(): bigint
  text(): string
}

/** How the bytes of a text are to be understood; ASCII apart from the rest, as it is read much faster. */
const ENCODINGS = ['latin1', 'utf8', 'utf16le'] as const
const ASCII = 0
const UTF8 = 1
const UTF16 = 2

const SHORT_BIGINT = 0
const LONG_BIGINT = 1

export function createPackWriter(): PackWriter {
  let bytes = Buffer.allocUnsafeSlow(32 * 1024)
  let length = 0

  const room = (more: number): void => {
    if (length + more <= bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(bytes.length * 2, length + more))
    bytes.copy(larger, 0, 0, length)
    bytes = larger
  }
  const byte = (value: number): void => {
    room(1)
    bytes[length++] = value
  }
  /** Seven bits a byte, the low ones first. */
  const count = (value: number): void => {
    let rest = value
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) byte((rest % 0x80) | 0x80)
    byte(rest)
  }
  const text = (value: string): void => {
    let size = Buffer.byteLength(value)
    const encoding = size === value.length ? ASCII : value.isWellFormed() ? UTF8 : UTF16
    if (encoding === UTF16) size = value.length * 2
    count(size * ENCODINGS.length + encoding)
    room(size)
    length += bytes.write(value, length, size, ENCODINGS[encoding])
  }

  return {
    get length() {
      return length
    },
    byte,
    text,
    number: (value) => {
      room(8)
      length = bytes.writeDoubleLE(value, length)
    },
    bigint: (value) => {
      const isShort = BigInt.asIntN(64, value) === value
      byte(isShort ? SHORT_BIGINT : LONG_BIGINT)
      if (!isShort) return text(value.toString())
      room(8)
      length = bytes.writeBigInt64LE(value, length)
    },
    take: () => {
      const taken = bytes.subarray(0, length)
      length = 0
      return taken
    },
  }
}

export function createPackReader(bytes: Buffer): PackReader {
  let at = 0

  const byte = (): number => bytes.readUInt8(at++)
  const count = (): number => {
    let value = 0
    for (let scale = 1; ; scale *= 0x80) {
      const part = byte()
      value += (part & 0x7f) * scale
      if (part < 0x80) return value
    }
  }
  const text = (): string => {
    const head = count()
    const start = at
    at += Math.floor(head / ENCODINGS.length)
    return bytes.toString(ENCODINGS[head % ENCODINGS.length], start, at)
  }

  return {
    get isAtEnd() {
      return at >= bytes.length
    },
    byte,
    text,
    number: () => {
      const value = bytes.readDoubleLE(at)
      at += 8
      return value
    },
    bigint: () => {
      if (byte() === LONG_BIGINT) return BigInt(text())
      const value = bytes.readBigInt64LE(at)
      at += 8
      return value
    },
  }
}
