import { type ByteRange, FsError, type OpenOptions, type OpenReply, settle } from '@tranship/core/backend'
import { type Call, jsonOf } from './client.js'
import type { Drive } from './drive.js'
import { reasonOf } from './errors.js'
import type { DriveFile } from './file.js'
import { EVERYWHERE, fileTarget } from './files.js'

/** A document in the format it is exported in. Drive exports it as a whole: what a range leaves out is thrown away. */
export async function* readExport(
  drive: Drive,
  file: DriveFile,
  path: string,
  { range, signal }: OpenOptions & { readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const exported = await drive.documents.exportOf(file.mimeType, signal)
  if (exported === undefined) throw new FsError('unsupported', 'this document is exported to none of the export_formats', { path })
  const { answer, slot } = await opening(drive, file.id, exported.mimeType, path, signal)
  let isOver = false
  try {
    yield* within(answer.body, range, path)
    isOver = true
    slot.done()
  } catch (error) {
    isOver = true
    settle(slot, error)
    throw error
  } finally {
    answer.discard()
    if (!isOver) slot.done()
  }
}

/** A document of more than ten megabytes has to be had from where a browser has it. */
async function opening({ session }: Drive, id: string, mimeType: string, path: string, signal: AbortSignal): Promise<OpenReply> {
  const call: Call = { method: 'GET', to: `${fileTarget(id)}/export`, query: { mimeType }, path, use: 'open', signal }
  try {
    return await session.openRequest(call)
  } catch (error) {
    if (reasonOf(error) !== 'exportSizeLimitExceeded') throw error
    const asked: Call = { method: 'GET', to: fileTarget(id), query: { ...EVERYWHERE, fields: 'exportLinks' }, path, signal }
    const { exportLinks } = jsonOf<{ exportLinks?: Readonly<Record<string, string>> }>(await session.steadyRequest(asked), path)
    const link = exportLinks?.[mimeType]
    if (link === undefined) throw error
    return session.openRequest({ method: 'GET', to: new URL(link), path, use: 'open', signal })
  }
}

async function* within(body: AsyncIterable<Uint8Array>, range: ByteRange | undefined, path: string): AsyncGenerator<Uint8Array> {
  if (range === undefined) return yield* body
  if ('last' in range) throw new FsError('unsupported', 'the end of a document cannot be read without the rest of it', { path })
  const { start, end = Number.POSITIVE_INFINITY } = range
  let at = 0
  for await (const chunk of body) {
    const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at))
    at += chunk.byteLength
    if (part.byteLength > 0) yield part
    if (at >= end) return
  }
}
