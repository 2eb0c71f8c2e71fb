import { FsError, type FsObject, type FsPath, type PutOptions } from '@tranship/core/backend'
import { jsonOf, type Session } from './client.js'
import { generationOf } from './conditions.js'
import { objectPlace, objectTarget } from './key.js'
import { ENTRY_FIELDS, MTIME, type ObjectResource, objectOf, ownTimeOf, RESERVED_MTIME, timeMetadata } from './resource.js'
import { fromRfc3339, toRfc3339 } from './rfc3339.js'
import type { Settings } from './settings.js'
import { resourceAt } from './stat.js'

type Texts = Readonly<Record<string, string>>

/** The names of metadata that are fields of the resource. */
const FIELDS = {
  'cache-control': 'cacheControl',
  'content-disposition': 'contentDisposition',
  'content-encoding': 'contentEncoding',
  'content-language': 'contentLanguage',
  'content-type': 'contentType',
} as const satisfies Readonly<Record<string, keyof ObjectResource>>

const isField = (name: string): name is keyof typeof FIELDS => Object.hasOwn(FIELDS, name)

/** Metadata that says what else is told or kept: it is not stored under its name. */
const TOLD: ReadonlySet<string> = new Set([MTIME, RESERVED_MTIME, 'btime', 'tier'])

const DEFAULT_MIME_TYPE = 'application/octet-stream'

/** What of `metadata.tier` is a class of this service. */
const CLASSES: ReadonlySet<string> = new Set(['STANDARD', 'NEARLINE', 'COLDLINE', 'ARCHIVE', 'RAPID'])

/** What is told of an object that is written. */
export interface WrittenResource {
  readonly contentType: string
  readonly storageClass?: string
  readonly metadata: Texts
}

/**
 * The resource of an object that is written with these options. Its modification time is that of its metadata, else that of its
 * source; a source without a time is as old as its copy.
 */
export function writtenResource({ storageClass: own }: Settings, options: PutOptions, path: FsPath): WrittenResource {
  const { metadata = {}, mimeType, modTime } = options
  const { fields, own: users } = sorted(metadata, path)
  const time = fromRfc3339(metadata[MTIME]) ?? modTime ?? BigInt(Date.now()) * 1_000_000n
  const contentType = mimeType ?? fields.contentType ?? DEFAULT_MIME_TYPE
  if (/[^\t\x20-\x7e]/.test(contentType)) throw new FsError('unsupported', 'the mime type has characters that no header can have', { path })
  const storageClass = own ?? (CLASSES.has(metadata.tier ?? '') ? metadata.tier : undefined)
  return {
    ...fields,
    contentType,
    ...(storageClass !== undefined && { storageClass }),
    metadata: { ...users, ...timeMetadata(time) },
  }
}

/** What a copy must name to keep it, with some metadata of its own. */
export function keptMetadata(resource: ObjectResource, own: Texts): object {
  const fields = Object.values(FIELDS).flatMap((field) => (resource[field] === undefined ? [] : [[field, resource[field]] as const]))
  const { customTime } = resource
  return { ...Object.fromEntries(fields), ...(customTime !== undefined && { customTime }), metadata: { ...resource.metadata, ...own } }
}

/** System and user metadata. */
export async function readMetadata(session: Session, object: FsObject, signal: AbortSignal | undefined): Promise<Texts> {
  return metadataOf(await resourceAt(session, object.path, { ifGenerationMatch: generationOf(object) }, signal))
}

/** The metadata that a resource tells. */
function metadataOf(resource: ObjectResource): Texts {
  const told: Record<string, string> = {}
  for (const [name, value] of Object.entries(resource.metadata ?? {})) if (!TOLD.has(name)) told[name] = value
  for (const [name, field] of Object.entries(FIELDS)) {
    const value = resource[field]
    if (value !== undefined && value !== '') told[name] = value
  }
  const time = ownTimeOf(resource.metadata ?? {})
  if (time !== undefined) told[MTIME] = toRfc3339(time)
  if (resource.timeCreated !== undefined) told.btime = resource.timeCreated
  if (resource.storageClass !== undefined) told.tier = resource.storageClass
  return told
}

/** Replaces the user's metadata by a patch, which names what goes; nobody's change in between is lost. */
export async function setMetadata(session: Session, object: FsObject, metadata: Texts, signal: AbortSignal | undefined): Promise<FsObject> {
  const { path } = object
  const { fields, own } = sorted(metadata, path)
  const before = await resourceAt(session, path, { fields: 'metageneration,metadata', ifGenerationMatch: generationOf(object) }, signal)
  const gone = Object.keys(before.metadata ?? {}).filter((name) => !TOLD.has(name) && own[name] === undefined)
  const reply = await session.request({
    method: 'PATCH',
    target: objectTarget(objectPlace(path)),
    query: { ifGenerationMatch: generationOf(object), ifMetagenerationMatch: before.metageneration, fields: ENTRY_FIELDS },
    json: { ...fields, metadata: { ...Object.fromEntries(gone.map((name) => [name, null])), ...own } },
    path,
    signal,
  })
  return objectOf(path, jsonOf<ObjectResource>(reply, path), session.settings)
}

/** Metadata as fields of the resource and as what is the user's own. Throws `unsupported` for what the service cannot hold. */
function sorted(
  metadata: Texts,
  path: FsPath,
): { readonly fields: Partial<Record<(typeof FIELDS)[keyof typeof FIELDS], string>>; readonly own: Texts } {
  const fields: Partial<Record<(typeof FIELDS)[keyof typeof FIELDS], string>> = {}
  const own: Record<string, string> = {}
  for (const [name, value] of Object.entries(metadata)) {
    const lower = name.toLowerCase()
    if (isField(lower)) fields[FIELDS[lower]] = value
    else if (TOLD.has(lower)) continue
    else if (!`${name}${value}`.isWellFormed())
      throw new FsError('unsupported', `the metadata ${JSON.stringify(name)} is no Unicode text`, { path })
    else own[name] = value
  }
  return { fields, own }
}
