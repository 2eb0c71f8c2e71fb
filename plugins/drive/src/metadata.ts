import { type FsDirectory, type FsEntry, FsError, type FsObject } from '@tranship/core/backend'
import { jsonOf } from './client.js'
import type { Drive } from './drive.js'
import { directoryOf, objectOf } from './entries.js'
import { type DriveFile, FILE_FIELDS, idsOf, isGoogleType } from './file.js'
import { EVERYWHERE, fileTarget, patchFile } from './files.js'
import { foldersOf } from './listing.js'
import { idsOfObject } from './lookup.js'
import { checkPath } from './names.js'

/** What Drive keeps of a file under names of its own, by the names that rclone gives them. */
interface Described extends DriveFile {
  readonly createdTime?: string
  readonly description?: string
  readonly starred?: boolean
  readonly copyRequiresWriterPermission?: boolean
  readonly writersCanShare?: boolean
  readonly viewedByMe?: boolean
  readonly folderColorRgb?: string
  readonly owners?: readonly { readonly emailAddress?: string }[]
  /** The user's own. */
  readonly properties?: Readonly<Record<string, string>>
}

interface SystemKey {
  readonly field: keyof Described
  /** As Drive takes it; absent: it only tells it. */
  readonly toField?: (text: string) => unknown
}

const asText = (text: string) => text
const asTruth = (text: string) => text === 'true'

const SYSTEM_KEYS: Readonly<Record<string, SystemKey>> = {
  mtime: { field: 'modifiedTime' }, // set with the file itself
  btime: { field: 'createdTime' },
  'content-type': { field: 'mimeType' },
  description: { field: 'description', toField: asText },
  starred: { field: 'starred', toField: asTruth },
  'copy-requires-writer-permission': { field: 'copyRequiresWriterPermission', toField: asTruth },
  'writers-can-share': { field: 'writersCanShare', toField: asTruth },
  'folder-color-rgb': { field: 'folderColorRgb', toField: asText },
  'viewed-by-me': { field: 'viewedByMe' },
  owner: { field: 'owners' },
}

const DESCRIBED_FIELDS = `${FILE_FIELDS},createdTime,description,starred,copyRequiresWriterPermission,writersCanShare,viewedByMe,folderColorRgb,owners(emailAddress),properties`

/** Metadata as fields of a file that is written. */
export function fieldsOf(metadata: Readonly<Record<string, string>>): object {
  const fields: Record<string, unknown> = {}
  const properties: Record<string, string> = {}
  for (const [key, value] of Object.entries(metadata)) {
    const system = Object.hasOwn(SYSTEM_KEYS, key) ? SYSTEM_KEYS[key] : undefined
    if (system === undefined) properties[key] = value
    else if (system.toField !== undefined) fields[system.field] = system.toField(value)
  }
  return Object.keys(properties).length === 0 ? fields : { ...fields, properties }
}

/** The mime type as Drive may take it. */
export function mimeTypeField(mimeType: string | undefined): { readonly mimeType?: string } {
  return mimeType === undefined || isGoogleType(mimeType) ? {} : { mimeType }
}

export async function readMetadata(
  drive: Drive,
  entry: FsObject | FsDirectory,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const file = await described(drive, await targetOf(drive, entry, signal), entry.path, signal)
  const told: Record<string, string> = {}
  for (const [key, { field }] of Object.entries(SYSTEM_KEYS)) {
    const value = field === 'owners' ? file.owners?.[0]?.emailAddress : file[field]
    if (value !== undefined) told[key] = String(value)
  }
  return { ...told, ...file.properties }
}

/** Replaces the user's own metadata; of the other keys those that are given. */
export async function setMetadata(
  drive: Drive,
  entry: FsObject | FsDirectory,
  metadata: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<FsEntry> {
  const { path } = entry
  const id = await targetOf(drive, entry, signal)
  const { properties: old = {} } = await described(drive, id, path, signal)
  const fields = fieldsOf(metadata) as { readonly properties?: Readonly<Record<string, string>> }
  const gone = Object.fromEntries(Object.keys(old).map((key) => [key, null]))
  const json = { ...fields, properties: { ...gone, ...fields.properties } }
  const file = await patchFile(drive.session, id, { json, path, signal })
  return entryAgain(entry, file)
}

/** Sets the time of a file or directory, and nothing else. */
export async function setModTime(drive: Drive, entry: FsObject | FsDirectory, time: bigint, signal: AbortSignal): Promise<FsEntry> {
  const id = await targetOf(drive, entry, signal)
  const file = await patchFile(drive.session, id, { json: { modifiedTime: timeText(time) }, path: entry.path, signal })
  return entryAgain(entry, file)
}

/** RFC 3339, cut to a millisecond. */
export function timeText(time: bigint): string {
  const milliseconds = time / 1_000_000n - (time < 0n && time % 1_000_000n !== 0n ? 1n : 0n)
  return new Date(Number(milliseconds)).toISOString()
}

/** The entry with what Drive tells of it now. What is in the trash can be changed, but is `not-found`. */
function entryAgain(entry: FsObject | FsDirectory, file: DriveFile): FsEntry {
  if (file.trashed) throw new FsError('not-found', 'it is in the trash', { path: entry.path })
  const { own, target } = idsOf(entry.id ?? file.id)
  const shown = own === target ? file : { ...file, shortcut: own }
  if (entry.kind === 'directory') return directoryOf(entry.path, shown)
  const { modTime } = objectOf(entry.path, shown)
  return entry.size === undefined && entry.id !== undefined
    ? { ...entry, ...(modTime !== undefined && { modTime }) }
    : objectOf(entry.path, shown)
}

async function targetOf(drive: Drive, entry: FsObject | FsDirectory, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  if (entry.kind === 'object') return (await idsOfObject(drive, entry, signal)).target
  checkPath(entry.path)
  const [folder] = await foldersOf(drive, entry, signal)
  return folder?.id ?? ''
}

async function described({ session }: Drive, id: string, path: string, signal: AbortSignal): Promise<Described> {
  const query = { ...EVERYWHERE, fields: DESCRIBED_FIELDS }
  return jsonOf(await session.steadyRequest({ method: 'GET', to: fileTarget(id), query, path, signal }), path)
}
