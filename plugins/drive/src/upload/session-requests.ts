import { FsError, type Reply } from '@tranship/core/backend'
import { jsonOf, type Session } from '../client.js'
import { refusal } from '../errors.js'
import type { DriveFile } from '../file.js'
import { contentType, uploadCall, type Write } from './write.js'

/** What a session of an upload has become: it has so many bytes, or all and the file is there, or it is gone. */
export type Progress = { readonly offset: number } | { readonly file: DriveFile } | { readonly isGone: true }

/** Drive answers 308 while an upload is not whole; of one that it has forgotten 404 or 410. */
export const SESSION_STATUSES: readonly number[] = [308, 404, 410]

/** Begins an upload. Gives the address that its bytes go to. */
export async function startSession(write: Write, size: number | undefined): Promise<string> {
  const { drive, fields, path } = write
  const { headers } = await drive.session.steadyRequest({
    ...uploadCall(write, 'resumable'),
    headers: {
      'x-upload-content-type': contentType(write),
      ...(size !== undefined && { 'x-upload-content-length': String(size) }),
    },
    json: fields,
  })
  if (headers.location === undefined) throw new FsError('unexpected', 'Drive begins an upload without telling where it goes', { path })
  return new URL(headers.location, drive.session.settings.endpoint).href
}

/** Asks how far an upload has come. */
export async function askProgress(
  session: Session,
  address: string,
  size: number | undefined,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Progress> {
  const reply = await session.steadyRequest({
    method: 'PUT',
    to: new URL(address),
    headers: { 'content-range': `bytes */${size ?? '*'}`, 'content-length': '0' },
    path,
    signal,
    answers: SESSION_STATUSES,
  })
  return progressOf(reply, path)
}

/** Gives an upload up. What cannot be reached goes by itself within a week. */
export async function cancelSession({ request, context }: Session, address: string, path: string): Promise<void> {
  try {
    await request({ method: 'DELETE', to: new URL(address), headers: { 'content-length': '0' }, path, answers: [404, 410, 499] })
  } catch (error) {
    context.log('debug', `the upload could not be given up: ${error instanceof Error ? error.message : String(error)}`, path)
  }
}

export function progressOf(reply: Reply, path: string): Progress {
  const { status, headers } = reply
  if (status === 404 || status === 410) return { isGone: true }
  if (status !== 308) return { file: jsonOf<DriveFile>(reply, path) }
  const { range } = headers
  if (range === undefined) return { offset: 0 }
  const last = /^(?:bytes=)?0-(\d+)$/.exec(range)?.[1]
  if (last === undefined) throw refusal(status, `an upload is at "${range}", which is no range from its begin`, { path })
  return { offset: Number(last) + 1 }
}
