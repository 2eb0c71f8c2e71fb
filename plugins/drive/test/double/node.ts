import type { Content } from './content.js'

/** A file, folder, shortcut or document as the double keeps it. */
export interface Node {
  readonly id: string
  name: string
  mimeType: string
  parents: string[]
  /** By itself; what is in a trashed folder is trashed too. */
  isTrashed: boolean
  isStarred: boolean
  readonly isSharedWithMe: boolean
  readonly createdTime: string
  modifiedTime: string
  /** Of a file with bytes: the last is the head. */
  revisions: Revision[]
  version: number
  /** Of a document: its bytes by the type that they are exported to. */
  readonly exports?: Readonly<Record<string, Buffer>>
  readonly targetId?: string
  properties: Record<string, string>
  /** Fields that are only kept. */
  readonly kept: Map<string, unknown>
  readonly permissions: Map<string, object>
}

interface Revision {
  readonly id: string
  readonly content: Content
}

export const FOLDER = 'application/vnd.google-apps.folder'
export const SHORTCUT = 'application/vnd.google-apps.shortcut'

export function isGoogleType(mimeType: string): boolean {
  return mimeType.startsWith('application/vnd.google-apps.')
}

/** The fields of a file that a client may set and that nothing else depends on. */
export const KEPT_FIELDS = ['description', 'copyRequiresWriterPermission', 'writersCanShare', 'folderColorRgb'] as const

/** The resource of the API. */
export function resourceOf(node: Node, isTrashed: boolean, target?: Node): Record<string, unknown> {
  const head = node.revisions.at(-1)
  const { exports } = node
  return {
    kind: 'drive#file',
    id: node.id,
    name: node.name,
    mimeType: node.mimeType,
    parents: node.parents,
    trashed: isTrashed,
    explicitlyTrashed: node.isTrashed,
    starred: node.isStarred,
    createdTime: node.createdTime,
    modifiedTime: node.modifiedTime,
    version: String(node.version),
    ownedByMe: true,
    owners: [{ kind: 'drive#user', displayName: 'Somebody', emailAddress: 'somebody@example.org' }],
    capabilities: { canEdit: true, canDelete: true },
    webViewLink: `https://drive.google.com/file/d/${node.id}/view`,
    ...Object.fromEntries(node.kept),
    ...(Object.keys(node.properties).length > 0 && { properties: node.properties }),
    ...(head && {
      size: String(head.content.size),
      md5Checksum: head.content.md5,
      sha1Checksum: head.content.sha1,
      sha256Checksum: head.content.sha256,
      headRevisionId: head.id,
      originalFilename: node.name,
      fileExtension: /\.(\w+)$/.exec(node.name)?.[1] ?? '',
    }),
    ...(exports && {
      size: '1024',
      exportLinks: Object.fromEntries(
        Object.keys(exports).map((type) => [type, `https://docs.google.com/export?id=${node.id}&type=${encodeURIComponent(type)}`]),
      ),
    }),
    ...(node.targetId !== undefined && {
      shortcutDetails: { targetId: node.targetId, targetMimeType: target?.mimeType ?? 'application/octet-stream' },
    }),
  }
}
