import type { FsPath, Hashes, PutOptions } from '@tranship/core/backend'
import type { Call } from '../client.js'
import type { Drive } from '../drive.js'
import { fileTarget, TELLING_FILE, UPLOAD_FILES } from '../files.js'
import { fieldsOf, mimeTypeField, timeText } from '../metadata.js'
import { storedNameOf } from '../names.js'

/** Where the bytes go: into a file that is there, or into a new one, whose id is known before. */
export type Target =
  | { readonly kind: 'update'; readonly id: string }
  | { readonly kind: 'create'; readonly id: string; readonly parent: string }

/** One put under way. */
export interface Write {
  readonly drive: Drive
  readonly path: FsPath
  readonly target: Target
  readonly options: PutOptions
  readonly signal: AbortSignal
  /** What Drive is told of the file besides its bytes. */
  readonly fields: object
}

export function writeTo(
  drive: Drive,
  path: FsPath,
  target: Target,
  options: PutOptions,
  signal: AbortSignal,
  now: number = Date.now(),
): Write {
  const { modTime = BigInt(now) * 1_000_000n, metadata = {}, mimeType } = options
  const fields = {
    ...fieldsOf(metadata),
    ...mimeTypeField(mimeType),
    modifiedTime: timeText(modTime),
    ...(target.kind === 'create' && {
      id: target.id,
      name: storedNameOf(path),
      parents: [target.parent],
      ...(metadata.btime !== undefined && { createdTime: metadata.btime }),
    }),
  }
  return { drive, path, target, options, signal, fields }
}

/** The request that an upload begins with. */
export function uploadCall({ drive, path, target, signal }: Write, uploadType: 'multipart' | 'resumable'): Call {
  const keeps = drive.session.settings.keepsRevisions ? { keepRevisionForever: 'true' } : {}
  return {
    method: target.kind === 'create' ? 'POST' : 'PATCH',
    to: target.kind === 'create' ? UPLOAD_FILES : fileTarget(target.id, UPLOAD_FILES),
    query: { ...TELLING_FILE, ...keeps, uploadType },
    path,
    use: 'upload',
    signal,
  }
}

/** What the bytes are said to be. */
export function contentType({ options: { mimeType } }: Write): string {
  return mimeType !== undefined && /^[\x20-\x7e]+$/.test(mimeType) ? mimeType : 'application/octet-stream'
}

/** What is known of the bytes that were sent; no digest where only a part of them was. */
export interface Sent {
  readonly size: number
  readonly hashes: Hashes
}
