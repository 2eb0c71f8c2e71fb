import { FsError, type FsPath, isFsError, ROOT } from '@tranship/core/backend'
import type { Drive } from './drive.js'
import { EVERYWHERE, fileTarget } from './files.js'
import { lookUp } from './lookup.js'
import { checkPath } from './names.js'

/** The id that Drive gives to the leave of everybody who has the link. */
const ANYONE = 'anyoneWithLink'

/** Lets everybody who has the link read a file, or a directory with all in it. */
export async function publicLink(drive: Drive, path: FsPath, signal: AbortSignal): Promise<string> {
  const id = await idAt(drive, path, signal)
  const json = { type: 'anyone', role: 'reader', allowFileDiscovery: false }
  await drive.session.steadyRequest({
    method: 'POST',
    to: `${fileTarget(id)}/permissions`,
    query: { ...EVERYWHERE, fields: 'id' },
    json,
    path,
    signal,
  })
  return `https://drive.google.com/open?id=${id}`
}

export async function removePublicLink(drive: Drive, path: FsPath, signal: AbortSignal): Promise<void> {
  const id = await idAt(drive, path, signal)
  await drive.session
    .steadyRequest({ method: 'DELETE', to: `${fileTarget(id)}/permissions/${ANYONE}`, query: EVERYWHERE, path, signal })
    .catch((error: unknown) => {
      if (!isFsError(error, 'not-found')) throw error // there is no link
    })
}

async function idAt(drive: Drive, given: FsPath, signal: AbortSignal): Promise<string> {
  const path = checkPath(given)
  const { files, folders } =
    path === ROOT ? { files: [], folders: await drive.directories.find(ROOT, signal) } : await lookUp(drive, path, signal)
  const id = files[0]?.file.id ?? folders[0]?.id
  if (id === undefined) throw new FsError('not-found', 'no such file or directory', { path })
  return id
}
