/** What Drive tells of a file, a folder or a shortcut: the fields that are asked for, in its own words. */
export interface DriveFile {
  readonly id: string
  readonly name: string
  readonly mimeType: string
  /** Bytes, as decimal text; absent for folders and shortcuts. Of a Google document it is not that of what is exported. */
  readonly size?: string
  readonly md5Checksum?: string
  readonly sha1Checksum?: string
  readonly sha256Checksum?: string
  /** RFC 3339, with milliseconds. */
  readonly modifiedTime?: string
  /** Another one for other bytes; only files with bytes of their own have it. */
  readonly headRevisionId?: string
  /** Grows with each change. */
  readonly version?: string
  readonly parents?: readonly string[]
  readonly trashed?: boolean
  readonly shortcutDetails?: { readonly targetId?: string; readonly targetMimeType?: string }
}

/** A file as it is shown: a shortcut has become what it leads to, under its own name. */
export interface ShownFile extends DriveFile {
  /** The id of the shortcut that leads here. */
  readonly shortcut?: string
}

const FIELD_NAMES = [
  'id',
  'name',
  'mimeType',
  'size',
  'md5Checksum',
  'sha1Checksum',
  'sha256Checksum',
  'modifiedTime',
  'headRevisionId',
  'version',
  'parents',
  'trashed',
  'shortcutDetails(targetId,targetMimeType)',
] as const

/** The mask that asks for a whole DriveFile. */
export const FILE_FIELDS: string = FIELD_NAMES.join(',')

export const FOLDER = 'application/vnd.google-apps.folder'
export const SHORTCUT = 'application/vnd.google-apps.shortcut'
const GOOGLE = 'application/vnd.google-apps.'

/** Whether it is made with Google's own editors: it has no bytes, and can only be exported. */
export function isDocument(mimeType: string): boolean {
  return isGoogleType(mimeType) && mimeType !== FOLDER && mimeType !== SHORTCUT
}

/** A type that no upload may have: Drive would make something else of the bytes. */
export function isGoogleType(mimeType: string): boolean {
  return mimeType.startsWith(GOOGLE)
}

/** What is read, and what is moved and removed: two ids where a shortcut leads to the file. */
export interface FileIds {
  readonly target: string
  readonly own: string
}

/** The id of an entry, which has both. The form is rclone's. */
export function entryId({ id, shortcut }: ShownFile): string {
  return shortcut === undefined ? id : `${id}\t${shortcut}`
}

export function idsOf(id: string): FileIds {
  const [target = id, own = target] = id.split('\t')
  return { target, own }
}

type Ranked = Pick<DriveFile, 'id' | 'modifiedTime'>

/** The one that stands for a name comes first: the newest, of equally new ones that of the smallest id, as core chooses. */
export function inRank(a: Ranked, b: Ranked): number {
  const [left, right] = [a, b].map(({ modifiedTime }) => (modifiedTime === undefined ? Number.NEGATIVE_INFINITY : Date.parse(modifiedTime)))
  if (left !== right) return (right ?? 0) - (left ?? 0) || 0
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
