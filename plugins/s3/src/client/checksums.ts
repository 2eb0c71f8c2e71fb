import { hash } from 'node:crypto'
import { CRC_KINDS, type CrcKind, combinedCrc, crcHex, type Hashes } from '@tranship/core/backend'

/** What the S3 API calls a checksum, and how long it is in bytes. `crc`: those of parts make up that of the whole. */
interface ChecksumFacts {
  readonly algorithm: 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256'
  readonly member: `Checksum${ChecksumFacts['algorithm']}`
  readonly bytes: number
  readonly crc?: CrcKind
}

/** The checksums that services keep besides MD5, by their names as hashes. */
const FACTS = {
  sha256: { algorithm: 'SHA256', member: 'ChecksumSHA256', bytes: 32 },
  crc64nvme: { algorithm: 'CRC64NVME', member: 'ChecksumCRC64NVME', bytes: 8, crc: CRC_KINDS.crc64nvme },
  crc32c: { algorithm: 'CRC32C', member: 'ChecksumCRC32C', bytes: 4, crc: CRC_KINDS.crc32c },
  crc32: { algorithm: 'CRC32', member: 'ChecksumCRC32', bytes: 4, crc: CRC_KINDS.crc32 },
  sha1: { algorithm: 'SHA1', member: 'ChecksumSHA1', bytes: 20 },
} as const satisfies Readonly<Record<string, ChecksumFacts>>

/** A checksum by its name as a hash. */
type Checksum = keyof typeof FACTS

export const CHECKSUMS = Object.keys(FACTS) as readonly Checksum[]

/** The checksums that what is written goes with: as one request, and in parts. Absent: it goes with its MD5 alone. */
export interface UploadChecksums {
  readonly whole?: Checksum
  readonly parts?: Checksum
}

/** Members of the S3 API that hold a checksum, in base64. */
export type ChecksumMembers = Partial<Record<ChecksumFacts['member'], string>>

/** What an answer says of checksums; of an object of parts they may be of the checksums of its parts. */
export type ChecksumAnswer = { readonly [Member in keyof ChecksumMembers]?: string | undefined } & {
  readonly ChecksumType?: string | undefined
}

/** The checksum that a person calls by its algorithm. */
export function checksumNamed(algorithm: string): Checksum | undefined {
  return CHECKSUMS.find((name) => FACTS[name].algorithm === algorithm.toUpperCase())
}

/** A digest in hex as the member of a request. */
export function checksumMember(name: Checksum, hex: string): ChecksumMembers {
  return { [FACTS[name].member]: base64(hex) }
}

/** The checksum of an answer as it is said: in base64, where it is one of checksums with their number behind it. */
export function toldChecksum(name: Checksum, answer: ChecksumAnswer): string | undefined {
  return answer[FACTS[name].member]
}

/** The digests of the whole object that an answer tells, in hex; none where it is of parts that were summed each by itself. */
export function digestsTold(answer: ChecksumAnswer): Hashes {
  if (answer.ChecksumType === 'COMPOSITE') return {}
  const told: Record<string, string> = {}
  for (const name of CHECKSUMS) {
    const bytes = Buffer.from(answer[FACTS[name].member] ?? '', 'base64')
    if (bytes.byteLength === FACTS[name].bytes && base64(bytes.toString('hex')) === answer[FACTS[name].member]) {
      told[name] = bytes.toString('hex')
    }
  }
  return told
}

/** A part of an upload: its digest in hex. */
interface SummedPart {
  readonly digest: string
  readonly bytes: number
}

/** What an upload in parts is begun with so that the service keeps this checksum of the whole, or of its parts where it has none of the whole. */
export function checksumOfUpload(name: Checksum) {
  const { algorithm, ...facts }: ChecksumFacts = FACTS[name]
  return { ChecksumAlgorithm: algorithm, ChecksumType: facts.crc === undefined ? 'COMPOSITE' : 'FULL_OBJECT' } as const
}

/** The checksum of an object of these parts, all of them: as the service must tell it, and what it is held to when they are put together. */
export function checksumOfParts(
  name: Checksum,
  parts: readonly SummedPart[],
): { readonly told: string; readonly demand: ReturnType<typeof demandOf> | Record<never, never> } {
  const { crc }: ChecksumFacts = FACTS[name]
  if (crc === undefined) {
    const all = Buffer.concat(parts.map(({ digest }) => Buffer.from(digest, 'hex')))
    return { told: `${hash(name, all, 'base64')}-${parts.length}`, demand: {} }
  }
  const whole = combinedCrc(
    crc,
    parts.map(({ digest, bytes }) => ({ value: BigInt(`0x${digest}`), bytes })),
  )
  const hex = crcHex(whole, crc)
  return { told: base64(hex), demand: demandOf(name, hex) }
}

function demandOf(name: Checksum, hex: string) {
  return { ...checksumMember(name, hex), ChecksumType: 'FULL_OBJECT' as const }
}

function base64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64')
}
