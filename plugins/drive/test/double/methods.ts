import { ApiError, invalid, notFound } from './api-error.js'
import type { Content, Contents } from './content.js'
import type { Lister } from './listing.js'
import { type Node, resourceOf } from './node.js'
import type { Fields, Store } from './store.js'
import { listIn } from './uploads.js'

/** One call of a method: what the path, the query and the body say. */
interface MethodCall {
  readonly ids: readonly string[]
  readonly query: URLSearchParams
  readonly fields: Fields
}

/** What a method answers: JSON, bytes, or nothing. */
export type MethodAnswer =
  | { readonly json: object; readonly byDefault: readonly string[] }
  | { readonly content: Content; readonly type: string }
  | undefined

type MethodOf = (call: MethodCall) => MethodAnswer

const FILE_DEFAULTS = ['kind', 'id', 'name', 'mimeType', 'resourceKey']

/** What Drive's editors export. */
const EXPORT_FORMATS = {
  'application/vnd.google-apps.document': [
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/pdf',
    'text/plain',
  ],
  'application/vnd.google-apps.spreadsheet': ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'text/csv'],
  'application/vnd.google-apps.drawing': ['image/svg+xml', 'image/png'],
} as const

export interface Limits {
  /** Bytes that an export has at most. */
  readonly exportSize: number
  /** Whether searches miss something. */
  isIncomplete(): boolean
}

/** The methods of the API, by their names in its description. */
export function methodsOf(store: Store, contents: Contents, list: Lister, limits: Limits): Readonly<Record<string, MethodOf>> {
  const told = (node: Node): MethodAnswer => ({ json: resource(node), byDefault: FILE_DEFAULTS })
  const resource = (node: Node) => resourceOf(node, store.isTrashed(node), store.nodes.get(node.targetId ?? ''))
  const nodeOf = ({ ids: [id = ''] }: MethodCall) => store.node(id)

  return {
    'files.list': ({ query }) => {
      const { nodes, nextPageToken } = list(query)
      const json = {
        kind: 'drive#fileList',
        incompleteSearch: limits.isIncomplete(),
        files: nodes.map(resource),
        ...(nextPageToken && { nextPageToken }),
      }
      return { json, byDefault: ['kind', 'incompleteSearch', 'files', 'nextPageToken'] }
    },
    'files.get': (call) => {
      const node = nodeOf(call)
      if (call.query.get('alt') !== 'media') return told(node)
      const head = node.revisions.at(-1)
      if (head === undefined) throw new ApiError(403, 'fileNotDownloadable', 'Only files with binary content can be directly downloaded.')
      if (node.kept.get('isAbusive') === true && call.query.get('acknowledgeAbuse') !== 'true')
        throw new ApiError(403, 'cannotDownloadAbusiveFile')
      return { content: head.content, type: node.mimeType }
    },
    'files.create': ({ fields }) => told(store.create(fields, undefined)),
    'files.update': (call) => {
      const node = nodeOf(call)
      store.move(node, listIn(call.query, 'addParents'), listIn(call.query, 'removeParents'))
      store.update(node, call.fields, undefined)
      return told(node)
    },
    'files.copy': (call) => {
      const node = nodeOf(call)
      const { targetId, exports } = node
      const fields = {
        name: `Copy of ${node.name}`,
        mimeType: node.mimeType,
        parents: node.parents,
        properties: node.properties,
        ...call.fields,
      }
      return told(
        store.create(fields, node.revisions.at(-1)?.content, node.mimeType, {
          ...(exports && { exports }),
          ...(targetId !== undefined && { targetId }),
        }),
      )
    },
    'files.delete': (call) => {
      store.delete(nodeOf(call))
      return undefined
    },
    'files.emptyTrash': () => {
      store.emptyTrash()
      return undefined
    },
    'files.export': (call) => {
      const type = call.query.get('mimeType') ?? ''
      const bytes = nodeOf(call).exports?.[type]
      if (bytes === undefined) throw new ApiError(400, 'badRequest', 'The requested conversion is not supported.')
      if (bytes.byteLength > limits.exportSize) throw new ApiError(403, 'exportSizeLimitExceeded', 'This file is too large to be exported.')
      return { content: contents.of(bytes), type }
    },
    'files.generateIds': ({ query }) => {
      const count = Number(query.get('count') ?? 10)
      if (!(count >= 1 && count <= 1000)) throw invalid('count')
      const ids = Array.from({ length: count }, () => store.newId())
      return { json: { kind: 'drive#generatedIds', space: 'drive', ids }, byDefault: ['kind', 'space', 'ids'] }
    },
    'about.get': ({ query }) => {
      if (query.get('fields') === null) throw new ApiError(400, 'required', "The 'fields' parameter is required for this method.")
      const files = [...store.nodes.values()]
      const sizeOf = (nodes: readonly Node[]) =>
        String(nodes.reduce((sum, { revisions }) => sum + (revisions.at(-1)?.content.size ?? 0), 0))
      const used = sizeOf(files)
      const storageQuota = {
        limit: '16106127360',
        usage: String(Number(used) + 1000),
        usageInDrive: used,
        usageInDriveTrash: sizeOf(files.filter(store.isTrashed)),
      }
      return {
        json: { kind: 'drive#about', storageQuota, exportFormats: EXPORT_FORMATS, importFormats: {}, user: { displayName: 'Somebody' } },
        byDefault: [],
      }
    },
    'permissions.create': (call) => {
      const { type, role } = call.fields
      if (type !== 'anyone' || role !== 'reader') throw invalid('permission')
      const permission = { kind: 'drive#permission', id: 'anyoneWithLink', type, role, allowFileDiscovery: false }
      nodeOf(call).permissions.set(permission.id, permission)
      return { json: permission, byDefault: ['kind', 'id', 'type', 'role'] }
    },
    'permissions.delete': (call) => {
      const [, id = ''] = call.ids
      if (!nodeOf(call).permissions.delete(id)) throw new ApiError(404, 'notFound', `Permission not found: ${id}.`)
      return undefined
    },
    'revisions.delete': (call) => {
      const node = nodeOf(call)
      const [, id = ''] = call.ids
      const left = node.revisions.filter((each) => each.id !== id)
      if (left.length === node.revisions.length) throw notFound(id)
      if (left.length === 0) throw new ApiError(400, 'badRequest', 'The last revision cannot be deleted.')
      node.revisions = left
      return undefined
    },
    'drives.list': () => ({
      json: { kind: 'drive#driveList', drives: [{ kind: 'drive#drive', id: '0ADriveUk9PVA', name: 'Ours' }] },
      byDefault: ['kind', 'drives', 'nextPageToken'],
    }),
  }
}
