import { hash } from 'node:crypto'
import { MTIME } from '../listing/object-entry.js'
import type { ObjectFields } from '../listing/object-fields.js'

/** What an upload in parts must know to go on after it was cut off. Which parts have arrived, the service tells. */
export interface UploadState {
  readonly version: 1
  readonly bucket: string
  readonly key: string
  /** Absent: the upload was about to be begun. */
  readonly uploadId?: string
  /** When it was about to be begun, in milliseconds since the epoch, by the clock of this machine. */
  readonly begun: number
  readonly size: number
  readonly partSize: number
  /** Nanoseconds since the epoch: the time that the object will have. */
  readonly modTime: string
  /** A digest of what else the upload was begun with besides the bytes: it cannot be changed later. */
  readonly fields: string
}

export function digestOfFields({ Metadata, ...fields }: ObjectFields): string {
  return hash('sha256', JSON.stringify([fields, { ...Metadata, [MTIME]: undefined }]), 'hex')
}

/** The state in the text of a checkpoint; undefined for any other text. */
export function parseState(text: string | undefined): UploadState | undefined {
  if (text === undefined) return undefined
  try {
    const state: Partial<UploadState> | null = JSON.parse(text)
    const { version, bucket, key, uploadId = '', begun, size, partSize, modTime, fields } = state ?? {}
    const areTexts = [bucket, key, uploadId, fields].every((value) => typeof value === 'string')
    const areNumbers = [begun, size, partSize].every((value) => Number.isSafeInteger(value))
    return version === 1 && areTexts && areNumbers && /^-?\d+$/.test(modTime ?? '') ? (state as UploadState) : undefined
  } catch {
    return undefined
  }
}

/** Whether an upload that was begun with one state may be gone on with for what would be begun with the other; at any time where `anyTime`. */
export function isSameUpload(a: UploadState, b: UploadState, anyTime: boolean): boolean {
  const isSame = a.bucket === b.bucket && a.key === b.key && a.size === b.size && a.fields === b.fields
  return isSame && (anyTime || a.modTime === b.modTime)
}
