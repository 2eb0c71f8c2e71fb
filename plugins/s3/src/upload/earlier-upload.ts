import { setTimeout as sleep } from 'node:timers/promises'
import { type FsPath, type Hashes, isFsError } from '@tranship/core/backend'
import { digestsTold } from '../client/checksums.js'
import { payer } from '../client/request-members.js'
import { request, type Session, steadyRequest } from '../client/session.js'
import { serviceCode } from '../errors.js'
import { parseState, type UploadState } from './upload-state.js'

/** Milliseconds between when an upload was begun by the clock of the service and by that of this machine, at most. */
const LARGEST_SKEW = 5 * 60_000

/** How often an upload is removed that goes on having parts. */
const MOST_ABORTS = 5
/** Milliseconds until a look whether it is gone; doubled for each later one. */
const FIRST_WAIT = 100

/** How services say that an upload is no more: Ceph in the second way, of one that is completed at this moment. */
const GONE: ReadonlySet<string | undefined> = new Set(['NoSuchUpload', 'NoSuchKey'])

/** Whether what a request for an upload failed with means that there is no such upload. */
export function isUploadGone(error: unknown): boolean {
  return GONE.has(serviceCode(isFsError(error) ? error.cause : error))
}

/** A part as the service has it. */
export interface ListedPart {
  readonly number: number
  readonly bytes: number
  readonly etag: string
  /** The digests that it tells of its bytes. */
  readonly sums: Hashes
}

/** An upload of some key. */
export interface UploadPlace {
  readonly bucket: string
  readonly key: string
  readonly uploadId: string
}

/** The parts of an upload that have arrived; undefined where there is no such upload. */
export async function listedParts(
  session: Session,
  { bucket, key, uploadId }: UploadPlace,
  signal: AbortSignal | undefined,
): Promise<readonly ListedPart[] | undefined> {
  const path = `${bucket}/${key}`
  const parts: ListedPart[] = []
  for (let marker: string | undefined, more = true; more; ) {
    const input = { Bucket: bucket, Key: key, UploadId: uploadId, ...(marker !== undefined && { PartNumberMarker: marker }) }
    // Asked again it would be gone all the same.
    const answer = await steadyRequest(session, { path, signal }, (s3, http) =>
      s3.listParts({ ...input, ...payer(session.settings) }, http).catch((error: unknown) => {
        if (isUploadGone(error)) return undefined
        throw error
      }),
    )
    if (answer === undefined) return undefined
    for (const part of answer.Parts ?? []) {
      const { PartNumber: number = 0, Size: bytes = 0, ETag: etag = '' } = part
      parts.push({ number, bytes, etag, sums: digestsTold(part) })
    }
    const next = answer.NextPartNumberMarker
    more = answer.IsTruncated === true && next !== undefined && next !== marker
    marker = next
  }
  return parts
}

/**
 * Removes an upload with its parts: again, as long as parts that were on their way come in. Nobody can cut this off: it is what
 * a caller who gave up waits for.
 */
export async function removeUpload(session: Session, place: UploadPlace): Promise<void> {
  const { bucket, key, uploadId } = place
  const path = `${bucket}/${key}`
  const { signal: never } = new AbortController()
  try {
    const input = { Bucket: bucket, Key: key, UploadId: uploadId, ...payer(session.settings) }
    let left: readonly ListedPart[] | undefined
    for (let tries = 0; tries < MOST_ABORTS; tries++) {
      await request(session, { path, signal: never }, (s3, http) => s3.abortMultipartUpload(input, http))
      await sleep(FIRST_WAIT * 2 ** tries) // what was cut off on its way may still arrive
      left = await listedParts(session, place, never).catch(() => undefined)
      if (left === undefined) return
    }
    if (left !== undefined && left.length > 0) throw new Error('its parts do not go')
  } catch (error) {
    if (isUploadGone(error)) return
    if (error instanceof Error) session.context.log('notice', `an unfinished upload may be left behind: ${error.message}`, path as FsPath)
  }
}

/**
 * Removes what was begun at the moment of a state while its id never came to be known: the uploads of just this key, from
 * about that time, that have no part. `except` is one whose id is known.
 */
export async function removeNameless(session: Session, { bucket, key, begun }: UploadState, except?: string): Promise<void> {
  const path = `${bucket}/${key}`
  const { signal: never } = new AbortController()
  const { Uploads = [] } = await request(session, { path, signal: never }, (s3, http) =>
    s3.listMultipartUploads({ Bucket: bucket, Prefix: key }, http),
  ).catch(() => ({ Uploads: [] })) // what nobody can look for stays until `cleanUp`
  for (const { Key, UploadId: uploadId, Initiated } of Uploads) {
    const isNear = Math.abs((Initiated?.getTime() ?? 0) - begun) < LARGEST_SKEW
    if (Key !== key || uploadId === undefined || uploadId === except || !isNear) continue
    const place = { bucket, key, uploadId }
    if ((await listedParts(session, place, never))?.length === 0) await removeUpload(session, place)
  }
}

/** Removes what the text of a checkpoint names. A text that is none names nothing. */
export async function discardCheckpoint(session: Session, text: string): Promise<void> {
  const state = parseState(text)
  if (state !== undefined) await discardState(session, state)
}

/** The same, by the state itself. */
export async function discardState(session: Session, state: UploadState): Promise<void> {
  const { bucket, key, uploadId } = state
  if (uploadId === undefined) await removeNameless(session, state)
  else await removeUpload(session, { bucket, key, uploadId })
}
