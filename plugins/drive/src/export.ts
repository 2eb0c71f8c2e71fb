import { FsError, type OpenOptions, type OpenReply, readBody, sliced } from '@tranship/core/backend'
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
  const opened = await opening(drive, file.id, exported.mimeType, path, signal)
  yield* sliced(
    readBody(opened, path, () => undefined),
    range,
  )
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
